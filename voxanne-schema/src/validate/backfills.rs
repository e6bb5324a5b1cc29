//! Backfills and deduplications: whether what is to happen to existing rows can happen.

use std::collections::BTreeSet;

use super::expressions::{self, Place};
use super::facts::{Facts, TableFacts};
use super::findings::{Findings, quoted};
use super::references::References;
use super::tenancy::is_one_value;
use crate::diagnostic::Code;
use crate::expression::{Expression, Literal};
use crate::model::{Column, IndexKey};
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, ObjectId};
use crate::typed::{Backfill, Deduplication, Unmatched};

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let backfills = &facts.declared.backfills;
    let mut references = None;
    for backfill in backfills {
        let Some(own) = table(
            facts,
            &backfill.table,
            &format!("a backfill of `{}`", backfill.column),
            findings,
        ) else {
            continue;
        };
        if !own.columns.contains_key(&backfill.column) {
            let message = format!(
                "a backfill gives values to `{}`, which `{}` does not have",
                backfill.column, backfill.table
            );
            refuse(
                &backfill.table,
                message,
                format!("name a column of it: {}", columns(own)),
                findings,
            );
            continue;
        }
        let references = references.get_or_insert_with(|| References::new(facts));
        check_needs(references, backfill, findings);
        check_value(own, backfill, findings);
        check_force(own, backfill, findings);
        if let Unmatched::Quarantine(quarantine) = &backfill.unmatched {
            check_quarantine(facts, own, backfill, quarantine, findings);
        }
    }
    for pair in backfills.windows(2) {
        if (&pair[0].table, &pair[0].column) == (&pair[1].table, &pair[1].column) {
            let message = format!("`{}.{}` has two backfills", pair[0].table, pair[0].column);
            refuse(
                &pair[0].table,
                message,
                "say one value: `r.backfill(…).with(coalesce(…, …))`",
                findings,
            );
        }
    }
    for deduplication in &facts.declared.deduplications {
        check_deduplication(facts, deduplication, findings);
    }
}

fn refuse(table: &QualifiedName, message: String, help: impl Into<String>, findings: &mut Findings) {
    findings.report(
        Code::InvalidBackfill,
        ObjectId::Table(table.clone()),
        message,
        help,
    );
}

fn table<'f, 'd>(
    facts: &'f Facts<'d>,
    name: &QualifiedName,
    what: &str,
    findings: &mut Findings,
) -> Option<&'f TableFacts<'d>> {
    let own = facts.table(name);
    if own.is_none() {
        let message = format!("{what} is about `{name}`, which nobody declares");
        refuse(
            name,
            message,
            "declare the table in a module: `.table::<…>()`",
            findings,
        );
    }
    own
}

fn columns(own: &TableFacts<'_>) -> String {
    quoted(own.table.columns.iter().map(|column| &column.name))
}

fn what(backfill: &Backfill) -> String {
    format!("the backfill of `{}.{}`", backfill.table, backfill.column)
}

fn check_needs(references: &mut References<'_, '_>, backfill: &Backfill, findings: &mut Findings) {
    let id = ObjectId::Table(backfill.table.clone());
    let mut dependencies = Dependencies::default();
    for column in backfill.value.columns() {
        dependencies.column(&backfill.table, column);
    }
    backfill.value.dependencies(&mut dependencies);
    references.check(&what(backfill), &id, &dependencies, findings);
}

fn check_value(own: &TableFacts<'_>, backfill: &Backfill, findings: &mut Findings) {
    let id = || ObjectId::Table(backfill.table.clone());
    let what = || what(backfill);
    expressions::check(&backfill.value, Place::Backfill, id, what, findings);
    if own.table.tenant() == Some(&backfill.column) && is_one_value(&backfill.value) {
        let message = format!("{} gives every row to one and the same tenant", what());
        let help = format!(
            "tell each row's own, such as `.with(sole_value(Organization::id))`, and `.otherwise_quarantine_in::<…>()` the rest; or leave `{}` out",
            backfill.column
        );
        refuse(&backfill.table, message, help, findings);
    }
    if backfill.value == Expression::Literal(Literal::Null) && backfill.unmatched == Unmatched::Refuse {
        let message = format!("{} has no value, so that it would refuse every row", what());
        refuse(&backfill.table, message, "say it: `.with(…)`", findings);
    }
}

/// A backfill switches row-level security off for itself, which the owner of a table that forces it
/// may not.
fn check_force(own: &TableFacts<'_>, backfill: &Backfill, findings: &mut Findings) {
    if own.row_security.is_some_and(|security| security.forced) {
        findings.report(
            Code::BackfillUnderForcedRowSecurity,
            ObjectId::Table(backfill.table.clone()),
            format!(
                "`{}` forces row-level security on its owner, who could not carry out the backfill of `{}`",
                backfill.table, backfill.column
            ),
            "migrate as a role that bypasses row-level security, or leave `r.force_row_security()` out until the rows have their values",
        );
    }
}

/// The quarantine takes every row that comes, and shows it to nobody.
fn check_quarantine(
    facts: &Facts<'_>,
    own: &TableFacts<'_>,
    backfill: &Backfill,
    name: &QualifiedName,
    findings: &mut Findings,
) {
    let Some(quarantine) = table(
        facts,
        name,
        &format!("the quarantine of `{}`", backfill.table),
        findings,
    ) else {
        return;
    };
    let table = &backfill.table;
    let both = quarantine
        .table
        .columns
        .iter()
        .filter(|column| own.columns.contains_key(&column.name));
    if both.count() == 0 {
        let message = format!("the quarantine `{name}` has no column of `{table}`");
        refuse(
            table,
            message,
            format!("give it the columns of the table: {}", columns(own)),
            findings,
        );
        return;
    }
    for column in &quarantine.table.columns {
        if let Some(why) = refuses(own, backfill, column) {
            let message = format!(
                "the quarantine `{name}` cannot take every row of `{table}`: `{}` {why}",
                column.name
            );
            let help = format!(
                "declare `{}` as the table does, and let it accept null: `Option<…>`",
                column.name
            );
            refuse(table, message, help, findings);
        }
    }
    if own.table.tenant().is_some() && facts.is_readable(quarantine) {
        let message = format!(
            "the quarantine `{name}` shows rows of `{table}` to users, and nobody knows whose they are"
        );
        refuse(
            table,
            message,
            "close it: `r.closed()`, and no policies or grants for users",
            findings,
        );
    }
}

/// Why a column of the quarantine would refuse a row.
fn refuses(own: &TableFacts<'_>, backfill: &Backfill, column: &Column) -> Option<&'static str> {
    let source = own.columns.get(&column.name);
    if column.generated.is_some() {
        return None;
    }
    if source.is_some_and(|source| source.data_type != column.data_type) {
        return Some("is of another type there");
    }
    if column.nullable {
        return None;
    }
    match source {
        None if column.default.is_some() || column.identity.is_some() => None,
        None => Some("accepts no null, and the table has no such column"),
        Some(_) if column.name == backfill.column => Some("accepts no null, and is unknown in these rows"),
        Some(source) => source.nullable.then_some("accepts no null, and the table's does"),
    }
}

fn check_deduplication(facts: &Facts<'_>, deduplication: &Deduplication, findings: &mut Findings) {
    let name = &deduplication.table;
    let Some(own) = table(facts, name, "a deduplication", findings) else {
        return;
    };
    if deduplication.columns.is_empty() {
        let message = format!("a deduplication of `{name}` names no columns");
        refuse(
            name,
            message,
            "name them: `r.deduplicate((c.org_id, c.event_id)).keep_oldest(c.received_at)`",
            findings,
        );
    }
    let mut keys = own
        .constraints
        .iter()
        .filter(|constraint| constraint.foreign_key().is_none())
        .map(|constraint| constraint.key_columns().iter().collect::<BTreeSet<_>>())
        .chain(
            own.indexes
                .iter()
                .filter(|index| index.unique)
                .map(|index| index.keys.iter().filter_map(IndexKey::column_name).collect()),
        );
    let columns_of: BTreeSet<&Name> = deduplication.columns.iter().collect();
    let known = columns_of.iter().all(|column| own.columns.contains_key(*column));
    if known && !columns_of.is_empty() && !keys.any(|key| key == columns_of) {
        let list = quoted(deduplication.columns.iter());
        let message = format!("a deduplication of `{name}` by {list} serves no unique key");
        let fields: Vec<String> = deduplication
            .columns
            .iter()
            .map(|column| format!("c.{column}"))
            .collect();
        let fields = fields.join(", ");
        let fields = if deduplication.columns.len() == 1 {
            fields
        } else {
            format!("({fields})")
        };
        refuse(
            name,
            message,
            format!("declare what must be unique: `r.index({fields}).unique()`"),
            findings,
        );
    }
    let kept: Vec<&Name> = deduplication.keep.iter().map(|(column, _)| column).collect();
    for column in deduplication.columns.iter().chain(kept) {
        if !own.columns.contains_key(column) {
            let message = format!("a deduplication looks at `{column}`, which `{name}` does not have");
            refuse(
                name,
                message,
                format!("name a column of it: {}", columns(own)),
                findings,
            );
        }
    }
}
