//! Composite types: what PostgreSQL refuses in one, whoever declared it.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::lookup::Seen;
use crate::model::Composite;
use crate::object::ObjectId;

pub(super) fn check(composite: &Composite, findings: &mut Findings) {
    let mut seen = Seen::default();
    for attribute in &composite.attributes {
        if !seen.insert(&attribute.name) {
            findings.report(
                Code::InvalidRule,
                ObjectId::Composite(composite.name.clone()),
                format!("`{}` has two attributes `{}`", composite.name, attribute.name),
                "give one of them another name: `#[attribute(name = \"…\")]`",
            );
        }
    }
}
