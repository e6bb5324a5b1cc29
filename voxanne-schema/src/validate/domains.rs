//! Domains: what PostgreSQL refuses in them, and columns that contradict theirs.

use super::expressions::{self, Place};
use super::facts::{Facts, TableFacts};
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::expression::Expression;
use crate::lookup::Seen;
use crate::model::Domain;
use crate::object::ObjectId;

pub(super) fn check(domain: &Domain, findings: &mut Findings) {
    let id = || ObjectId::Domain(domain.name.clone());
    if domain.data_type.object() == Some(id()) {
        findings.report(
            Code::DependencyCycle,
            id(),
            format!("the domain `{}` is made of itself", domain.name),
            "give it the type that its values have: `pub struct Email(String);`",
        );
    }
    if let Some(default) = &domain.default {
        let what = || format!("the default of the domain `{}`", domain.name);
        expressions::check(default, Place::Default, id, what, findings);
    }
    let mut seen = Seen::default();
    for check in &domain.checks {
        if !seen.insert(&check.name) {
            findings.report(
                Code::InvalidRule,
                id(),
                format!("`{}` has two checks `{}`", domain.name, check.name),
                "give one of them another name: `check(other_name = \"…\")`",
            );
        }
        if let Expression::Raw { sql, .. } = &check.condition
            && !names_value(sql)
        {
            findings.report(
                Code::InvalidRule,
                id(),
                format!(
                    "the check `{}` of `{}` says nothing of its value",
                    check.name, domain.name
                ),
                "call the value `VALUE`: `check(email_has_at = \"VALUE ~ '@'\")`",
            );
        }
    }
}

/// Whether a text has the word `VALUE`.
fn names_value(sql: &str) -> bool {
    let part_of_name = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
    sql.split(part_of_name)
        .any(|word| word.eq_ignore_ascii_case("value"))
}

/// Columns that accept null although their domain does not.
pub(super) fn check_columns(facts: &Facts<'_>, own: &TableFacts<'_>, findings: &mut Findings) {
    for column in own.table.columns.iter().filter(|column| column.nullable) {
        let domain = match column.data_type.object() {
            Some(ObjectId::Domain(name)) if !column.data_type.array => facts.domain(&name),
            _ => None,
        };
        let Some(domain) = domain.filter(|domain| !domain.nullable) else {
            continue;
        };
        findings.report(
            Code::InvalidRule,
            ObjectId::Table(own.table.name.clone()),
            format!(
                "the column `{}` of `{}` accepts null, and its domain `{}` does not",
                column.name, own.table.name, domain.name
            ),
            "take the `Option` away from the field, or `not_null` from the domain",
        );
    }
}
