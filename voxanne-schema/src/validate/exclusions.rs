//! Exclusion constraints, and when constraints are checked.

use super::expressions::{self, Place};
use super::facts::{Facts, TableFacts};
use super::findings::{Findings, quoted};
use super::indexes::is_scalar;
use super::storage;
use crate::diagnostic::Code;
use crate::model::{Constraint, Exclusion, IndexElement, IndexMethod};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// The characters that operators are made of.
const OPERATOR: &str = "+-*/<>=~!@#%^&|`?";

pub(super) fn check(
    facts: &Facts<'_>,
    own: Option<&TableFacts<'_>>,
    constraint: &Constraint,
    exclusion: &Exclusion,
    findings: &mut Findings,
) {
    check_shape(constraint, exclusion, findings);
    let keys = exclusion.elements.iter().map(|element| &element.key);
    let id = || ObjectId::Constraint(constraint.id());
    storage::check_classes(keys, exclusion.method, &id, findings);
    check_expressions(constraint, exclusion, findings);
    if let Some(own) = own {
        check_classes(facts, own, constraint, exclusion, findings);
        check_tenant(own, constraint, exclusion, findings);
    }
}

fn refuse(constraint: &Constraint, what: &str, help: &str, findings: &mut Findings) {
    let id = ObjectId::Constraint(constraint.id());
    let message = format!(
        "the constraint `{}` of `{}` {what}",
        constraint.name, constraint.table
    );
    findings.report(Code::InvalidRule, id, message, help);
}

fn check_shape(constraint: &Constraint, exclusion: &Exclusion, findings: &mut Findings) {
    if exclusion.elements.is_empty() {
        refuse(
            constraint,
            "compares nothing",
            "name what is compared, and how: `r.exclude((c.room_id.with(\"=\"), c.during.with(\"&&\")))`",
            findings,
        );
    }
    if matches!(exclusion.method, IndexMethod::Gin | IndexMethod::Brin) {
        let method = exclusion.method.sql();
        refuse(
            constraint,
            &format!("excludes by a {method} index, which cannot"),
            "leave `.using(…)` out: a GiST index can",
            findings,
        );
    }
    let is_operator = |text: &str| !text.is_empty() && text.chars().all(|c| OPERATOR.contains(c));
    for element in exclusion
        .elements
        .iter()
        .filter(|element| !is_operator(&element.operator))
    {
        refuse(
            constraint,
            &format!("compares with `{}`, which is no operator", element.operator),
            "name an operator that two equal values satisfy both ways round, such as `=` or `&&`",
            findings,
        );
    }
}

fn check_expressions(constraint: &Constraint, exclusion: &Exclusion, findings: &mut Findings) {
    let id = || ObjectId::Constraint(constraint.id());
    for element in &exclusion.elements {
        if let IndexElement::Expression(expression) = &element.key.element {
            let what = || format!("a key of the constraint `{}`", constraint.name);
            expressions::check(expression, Place::IndexKey, id, what, findings);
        }
    }
    if let Some(filter) = &exclusion.filter {
        let what = || format!("the filter of the constraint `{}`", constraint.name);
        expressions::check(filter, Place::IndexFilter, id, what, findings);
    }
}

/// A GiST index compares one value, such as a number, with the help of an extension alone.
fn check_classes(
    facts: &Facts<'_>,
    own: &TableFacts<'_>,
    constraint: &Constraint,
    exclusion: &Exclusion,
    findings: &mut Findings,
) {
    if exclusion.method != IndexMethod::Gist || facts.has_extension("btree_gist") {
        return;
    }
    let plain = exclusion.elements.iter().map(|element| &element.key);
    let plain = plain.filter(|key| key.operator_class.is_none());
    for name in plain.filter_map(|key| key.column_name()) {
        if let Some(data_type) = own.type_of(name).filter(|of| is_scalar(facts, of)) {
            refuse(
                constraint,
                &format!(
                    "compares `{name}` of the type `{data_type}`, which a GiST index cannot hold by itself"
                ),
                "declare the extension that teaches it to: `.extension(ExtensionRule::required(\"btree_gist\"))`",
                findings,
            );
        }
    }
}

/// Without the tenant, a refusal tells one tenant of another's rows.
fn check_tenant(
    own: &TableFacts<'_>,
    constraint: &Constraint,
    exclusion: &Exclusion,
    findings: &mut Findings,
) {
    let Some(tenant) = own.table.tenant() else {
        return;
    };
    let is_tenant = |name: Option<&Name>| name == Some(tenant);
    let mut elements = exclusion.elements.iter();
    if exclusion.elements.is_empty()
        || elements.any(|element| element.operator == "=" && is_tenant(element.key.column_name()))
    {
        return;
    }
    findings.report(
        Code::UniqueKeyWithoutTenant,
        ObjectId::Constraint(constraint.id()),
        format!(
            "the constraint `{}` of `{}` lacks the tenant {}: it tells one tenant what another has",
            constraint.name,
            constraint.table,
            quoted([tenant])
        ),
        format!("`r.exclude((c.{tenant}.with(\"=\"), …))`"),
    );
}

/// What can be put off, and what can stand unproven.
pub(super) fn check_times(constraint: &Constraint, findings: &mut Findings) {
    if constraint.is_check() && !constraint.deferral.is_immediate() {
        refuse(
            constraint,
            "is a check, which PostgreSQL cannot put off",
            "leave `deferral` out, or write a constraint trigger",
            findings,
        );
    }
    if constraint.has_index() && !constraint.validated {
        refuse(
            constraint,
            "stands on an index, and so holds for every row",
            "leave `validated: false` to checks and foreign keys",
            findings,
        );
    }
}
