//! `CREATE INDEX`.

use voxanne_schema::model::{Index, IndexElement, IndexKey, IndexMethod, NullsOrder, SortDirection};

use super::expression::{atom, expression};
use super::ident::{columns, ident, qualified};

/// `CREATE INDEX`.
#[must_use]
pub fn create_index(index: &Index, concurrently: bool) -> String {
    create_index_on(index, &qualified(&index.table), concurrently)
}

/// The same on the table given in SQL.
#[must_use]
pub fn create_index_on(index: &Index, on: &str, concurrently: bool) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let concurrently = if concurrently { "CONCURRENTLY " } else { "" };
    let head = text!["CREATE ", unique, "INDEX ", concurrently, ident(&index.name)];
    let mut on = text!["ON ", on];
    if index.method != IndexMethod::Btree {
        on.push_str(&text![" USING ", index.method.sql()]);
    }
    on.push_str(&text![" (", index_keys(index), ")"]);
    let mut clauses = vec![on];
    if !index.include.is_empty() {
        clauses.push(text!["INCLUDE (", columns(&index.include), ")"]);
    }
    if index.nulls_not_distinct {
        clauses.push("NULLS NOT DISTINCT".to_owned());
    }
    if !index.parameters.is_empty() {
        clauses.push(text!["WITH (", super::parameters(&index.parameters), ")"]);
    }
    if let Some(filter) = &index.filter {
        clauses.push(text!["WHERE ", expression(filter)]);
    }
    super::clauses(&head, &clauses)
}

/// The keys of an index, separated by commas.
#[must_use]
pub fn index_keys(index: &Index) -> String {
    let keys: Vec<String> = index.keys.iter().map(index_key).collect();
    keys.join(", ")
}

/// One key of an index.
#[must_use]
pub(super) fn index_key(key: &IndexKey) -> String {
    let mut sql = match &key.element {
        IndexElement::Column(name) => ident(name).into_owned(),
        IndexElement::Expression(inner) => match atom(inner) {
            wrapped if wrapped.starts_with('(') => wrapped,
            bare => text!["(", bare, ")"],
        },
    };
    if let Some(collation) = &key.collation {
        sql.push_str(&text![" ", super::collation(collation)]);
    }
    if let Some(class) = &key.operator_class {
        match &key.class_namespace {
            Some(namespace) => sql.push_str(&text![" ", ident(namespace), ".", ident(class)]),
            None => sql.push_str(&text![" ", ident(class)]),
        }
        if !key.class_parameters.is_empty() {
            sql.push_str(&text![" (", super::parameters(&key.class_parameters), ")"]);
        }
    }
    if key.direction == SortDirection::Descending {
        sql.push_str(" DESC");
    }
    match key.nulls {
        Some(NullsOrder::First) => sql.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    sql
}
