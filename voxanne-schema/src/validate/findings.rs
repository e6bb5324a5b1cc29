//! What the rules find, and the words that several of them write.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{IndexKey, SortDirection};
use crate::name::Name;
use crate::object::ObjectId;

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Diagnostic>);

impl Findings {
    /// A finding about an object.
    pub(super) fn report(
        &mut self,
        code: Code,
        object: ObjectId,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(Diagnostic::new(code, object, message, help));
    }

    /// A finding about the whole.
    pub(super) fn report_general(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Diagnostic::general(code, message, help));
    }

    /// Adds what others found.
    pub(super) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        self.0
    }
}

/// Names with commas: `org_id, id`.
pub(super) fn list<'n>(names: impl IntoIterator<Item = &'n Name>) -> String {
    joined(names.into_iter())
}

/// Names in backticks with commas: `` `org_id`, `id` ``.
pub(super) fn quoted(names: impl IntoIterator<Item = impl fmt::Display>) -> String {
    joined(names.into_iter().map(|name| format!("`{name}`")))
}

/// Columns as a rule names them: `c.org_id`, or `(c.org_id, c.phone)` where there are several.
pub(super) fn rule_columns<'n>(names: impl IntoIterator<Item = &'n Name>) -> String {
    tuple(names.into_iter().map(|name| format!("c.{name}")))
}

/// Keys of an index as a rule names them, after the tenant: `(c.org_id, c.created_at.desc())`.
pub(super) fn rule_keys<'k>(tenant: &Name, keys: impl IntoIterator<Item = &'k IndexKey>) -> String {
    let others = keys
        .into_iter()
        .filter(|key| key.column_name() != Some(tenant))
        .map(|key| {
            let direction = match key.direction {
                SortDirection::Ascending => "",
                SortDirection::Descending => ".desc()",
            };
            key.column_name()
                .map_or_else(|| "…".to_owned(), |name| format!("c.{name}{direction}"))
        });
    tuple(std::iter::once(format!("c.{tenant}")).chain(others))
}

fn tuple(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    match &parts[..] {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    }
}

fn joined(parts: impl Iterator<Item = impl fmt::Display>) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&part.to_string());
    }
    text
}
