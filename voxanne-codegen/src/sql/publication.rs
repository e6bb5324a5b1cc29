//! `CREATE PUBLICATION` and what it says of tables.

use voxanne_schema::model::{Publication, PublishedOperation, PublishedTable};
use voxanne_schema::name::QualifiedName;

use super::expression::expression;
use super::ident::{columns, ident};

/// How a table is named in a list that would else have those that inherit from it along.
type Listed<'l> = &'l dyn Fn(&QualifiedName) -> String;

/// `CREATE PUBLICATION`.
#[must_use]
pub fn create_publication(publication: &Publication, listed: Listed<'_>) -> String {
    let head = text!["CREATE PUBLICATION ", ident(&publication.name)];
    let mut clauses = Vec::new();
    if publication.all_tables {
        clauses.push("FOR ALL TABLES".to_owned());
    } else if let Some(list) = publication_list(publication, listed) {
        clauses.push(text!["FOR ", list]);
    }
    let options = publication_options(publication);
    if !options.is_empty() {
        clauses.push(text!["WITH (", options.join(", "), ")"]);
    }
    super::clauses(&head, &clauses)
}

/// The tables and namespaces, as stand behind FOR and SET; nothing where there are none.
#[must_use]
pub fn publication_list(publication: &Publication, listed: Listed<'_>) -> Option<String> {
    let tables: Vec<String> = publication
        .tables
        .iter()
        .map(|(name, table)| published_table(listed(name), table))
        .collect();
    let namespaces: Vec<String> = publication
        .namespaces
        .iter()
        .map(|name| ident(name).into_owned())
        .collect();
    let mut parts = Vec::new();
    if !tables.is_empty() {
        parts.push(text!["TABLE ", tables.join(", ")]);
    }
    if !namespaces.is_empty() {
        parts.push(text!["TABLES IN SCHEMA ", namespaces.join(", ")]);
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A table with its columns and its filter.
#[must_use]
pub fn published_table(name: String, table: &PublishedTable) -> String {
    let mut sql = name;
    if !table.columns.is_empty() {
        sql.push_str(&text![" (", columns(&table.columns), ")"]);
    }
    if let Some(filter) = &table.filter {
        sql.push_str(&text![" WHERE (", expression(filter), ")"]);
    }
    sql
}

/// What differs from the options that a publication has when nobody says anything.
#[must_use]
pub fn publication_options(publication: &Publication) -> Vec<String> {
    let mut options = Vec::new();
    if publication.operations.len() < PublishedOperation::ALL.len() {
        options.push(publish(publication));
    }
    if publication.via_root {
        options.push(via_root(publication));
    }
    options
}

/// What differs from the options of another.
#[must_use]
pub fn publication_options_after(previous: &Publication, next: &Publication) -> Vec<String> {
    let mut options = Vec::new();
    if previous.operations != next.operations {
        options.push(publish(next));
    }
    if previous.via_root != next.via_root {
        options.push(via_root(next));
    }
    options
}

fn publish(publication: &Publication) -> String {
    let operations: Vec<&str> = publication
        .operations
        .iter()
        .map(|operation| operation.sql())
        .collect();
    text!["publish = '", operations.join(", "), "'"]
}

fn via_root(publication: &Publication) -> String {
    format!("publish_via_partition_root = {}", publication.via_root)
}
