//! Columns and labels: what PostgreSQL refuses in one table or enum, whoever declared it.

use super::expressions::{self, Place};
use super::facts::TableFacts;
use super::findings::Findings;
use super::sequences;
use crate::diagnostic::Code;
use crate::lookup::Seen;
use crate::model::{Column, Enum, Table};
use crate::object::ObjectId;

pub(super) fn check(own: &TableFacts<'_>, findings: &mut Findings) {
    let table = own.table;
    if own.columns.len() < table.columns.len() {
        report_repeated(table, findings);
    }
    for column in &table.columns {
        check_identity(table, column, findings);
        check_value(table, column, findings);
    }
}

fn report_repeated(table: &Table, findings: &mut Findings) {
    let mut seen = Seen::default();
    for column in table.columns.iter().filter(|column| !seen.insert(&column.name)) {
        findings.report(
            Code::InvalidRule,
            ObjectId::Table(table.name.clone()),
            format!("`{}` has two columns `{}`", table.name, column.name),
            "give one of them another name: `#[col(name = \"…\")]`",
        );
    }
}

fn check_identity(table: &Table, column: &Column, findings: &mut Findings) {
    sequences::check_identity(table, column, findings);
    if column.identity.is_none() {
        return;
    }
    let mut numbers = ["smallint", "integer", "bigint"].iter();
    if numbers.any(|name| column.data_type.is_system(name)) && !column.nullable {
        return;
    }
    let message = format!(
        "the identity column `{}` of `{}` is of the type `{}`{}",
        column.name,
        table.name,
        column.data_type,
        if column.nullable { " that accepts null" } else { "" }
    );
    let help = "a number that the server counts is an `i16`, `i32` or `i64`: `#[col(identity)] pub id: i64`";
    findings.report(
        Code::InvalidRule,
        ObjectId::Table(table.name.clone()),
        message,
        help,
    );
}

fn check_value(table: &Table, column: &Column, findings: &mut Findings) {
    let id = || ObjectId::Table(table.name.clone());
    if column.default.is_none() && column.generated.is_none() {
        return;
    }
    let sources = [
        (column.default.is_some(), "a default"),
        (column.identity.is_some(), "an identity"),
        (column.generated.is_some(), "a generated value"),
    ];
    let said: Vec<&str> = sources
        .iter()
        .filter(|(said, _)| *said)
        .map(|(_, what)| *what)
        .collect();
    if let [first, second, ..] = said[..] {
        let message = format!(
            "the column `{}` of `{}` has {first} and {second}",
            column.name, table.name
        );
        let help = "one of `default = …`, `identity` and `generated = …` says where its value comes from";
        findings.report(Code::InvalidRule, id(), message, help);
    }
    if let Some(default) = &column.default {
        let what = || format!("the default of `{}.{}`", table.name, column.name);
        expressions::check(default, Place::Default, id, what, findings);
    }
    if let Some(generated) = &column.generated {
        let what = || format!("the generated value of `{}.{}`", table.name, column.name);
        expressions::check(generated, Place::Generated, id, what, findings);
    }
}

/// An enum that has one label twice.
pub(super) fn check_labels(enumeration: &Enum, findings: &mut Findings) {
    let mut seen = Seen::default();
    for label in enumeration.labels.iter().filter(|label| !seen.insert(*label)) {
        findings.report(
            Code::InvalidRule,
            ObjectId::Enum(enumeration.name.clone()),
            format!("`{}` has two labels `{label}`", enumeration.name),
            "give one of them another text: `#[pg_enum(label = \"…\")]`",
        );
    }
}
