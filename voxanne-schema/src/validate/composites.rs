//! Composite types: what PostgreSQL refuses in one, whoever declared it.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::lookup::Seen;
use crate::model::Composite;
use crate::object::ObjectId;

pub(super) fn check(composite: &Composite, findings: &mut Findings) {
    let mut seen = Seen::default();
    let id = ObjectId::Composite(composite.name.clone());
    for attribute in &composite.attributes {
        if attribute.data_type.object().as_ref() == Some(&id) {
            findings.report(
                Code::DependencyCycle,
                id.clone(),
                format!("`{}` holds itself, in `{}`", composite.name, attribute.name),
                "keep such values in a table that refers to itself",
            );
        }
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
