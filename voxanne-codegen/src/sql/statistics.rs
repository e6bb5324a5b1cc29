//! `CREATE STATISTICS`.

use voxanne_schema::model::{IndexElement, Statistics, StatisticsKind};

use super::expression::atom;
use super::ident::{ident, qualified};

/// `CREATE STATISTICS`.
#[must_use]
pub fn create_statistics(statistics: &Statistics) -> String {
    create_statistics_as(
        statistics,
        &qualified(&statistics.qualified_name()),
        &qualified(&statistics.table),
    )
}

/// The same of that name and on that table, both given in SQL.
#[must_use]
pub fn create_statistics_as(statistics: &Statistics, name: &str, table: &str) -> String {
    let kinds: Vec<&str> = statistics
        .kinds
        .iter()
        .map(|kind| StatisticsKind::sql(*kind))
        .collect();
    let head = text!["CREATE STATISTICS ", name];
    let keys: Vec<String> = statistics.keys.iter().map(key).collect();
    let mut clauses = Vec::new();
    if !kinds.is_empty() {
        clauses.push(text!["(", kinds.join(", "), ")"]);
    }
    clauses.push(text!["ON ", keys.join(", ")]);
    clauses.push(text!["FROM ", table]);
    super::clauses(&head, &clauses)
}

fn key(element: &IndexElement) -> String {
    match element {
        IndexElement::Column(name) => ident(name).into_owned(),
        IndexElement::Expression(inner) => match atom(inner) {
            wrapped if wrapped.starts_with('(') => wrapped,
            bare => text!["(", bare, ")"],
        },
    }
}
