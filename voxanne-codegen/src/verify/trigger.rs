//! Triggers: on the twin of their table, with the function itself.

use voxanne_schema::model::{Trigger, TriggerEnabled};

use super::Expect;
use super::expected::Expected;
use super::view::QUERY;
use crate::sql::{create_trigger, trigger_enabled};

impl Expect for Trigger {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        if self.is_on_view() {
            into.twin_of_view();
            into.twin(create_trigger(self, QUERY));
            return;
        }
        into.twin(create_trigger(self, &into.twin_name));
        if self.enabled != TriggerEnabled::Origin {
            into.twin(trigger_enabled(self, &into.twin_name));
        }
    }
}
