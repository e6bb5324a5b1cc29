//! Extensions: facts. One that a server may lack is looked at only where it is there.

use voxanne_schema::model::{Extension, ExtensionPresence};
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::{Expected, State};
use super::label::label;

impl Expect for Extension {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.state = match self.presence {
            ExtensionPresence::Required => State::Existing,
            ExtensionPresence::Optional => State::Optional,
        };
        into.fact(
            label(&ObjectId::Extension(self.id())),
            format!("in {}", self.namespace),
        );
        for setting in &self.settings {
            into.fact(
                format!("setting {} of role {}", setting.parameter, setting.role),
                setting.value.as_str(),
            );
        }
    }
}
