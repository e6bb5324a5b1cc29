//! Rows that contradict what a migration declares: the query that finds them.

use voxanne_schema::model::{Constraint, ConstraintDefinition, Exclusion, ForeignKey, Index, IndexKey};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::record::Record;
use crate::plan::Delta;
use crate::sql::{columns, expression, ident, qualified};

impl Record {
    /// The query that finds the rows which a constraint or unique index of this migration refuses,
    /// by the name that the server gives in its error.
    #[must_use]
    pub fn contrary_rows(&self, constraint: &str) -> Option<String> {
        self.changes.iter().find_map(|change| {
            let (Delta::Create(object) | Delta::Alter(object)) = change else {
                return None;
            };
            match object.as_ref() {
                Object::Constraint(named) if named.name == *constraint => of_constraint(named),
                Object::Index(named) if named.name == *constraint && named.unique => of_index(named),
                _ => None,
            }
        })
    }
}

fn of_constraint(constraint: &Constraint) -> Option<String> {
    let table = qualified(&constraint.table);
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => Some(repeated(&table, &columns(key), "")),
        ConstraintDefinition::Unique { columns: key, .. } => Some(repeated(&table, &columns(key), "")),
        ConstraintDefinition::Check(check) => {
            Some(format!("SELECT * FROM {table} WHERE NOT ({})", expression(check)))
        }
        ConstraintDefinition::ForeignKey(key) => Some(orphans(&constraint.table, key)),
        ConstraintDefinition::Exclude(exclusion) => overlapping(&table, exclusion),
    }
}

/// Pairs of rows that exclude each other, where only columns are compared.
fn overlapping(table: &str, exclusion: &Exclusion) -> Option<String> {
    if exclusion.expressions().next().is_some() {
        return None;
    }
    let compared: Option<Vec<String>> = exclusion
        .elements
        .iter()
        .map(|element| {
            let name = ident(element.key.column_name()?);
            Some(format!("one.{name} {} other.{name}", element.operator))
        })
        .collect();
    Some(format!(
        "SELECT * FROM {table} AS one JOIN {table} AS other ON one.ctid < other.ctid AND {}",
        compared?.join(" AND ")
    ))
}

fn of_index(index: &Index) -> Option<String> {
    let key: Option<Vec<Name>> = index
        .keys
        .iter()
        .map(|key| IndexKey::column_name(key).cloned())
        .collect();
    let filter = index
        .filter
        .as_ref()
        .map_or_else(String::new, |filter| format!(" WHERE {}", expression(filter)));
    Some(repeated(&qualified(&index.table), &columns(&key?), &filter))
}

fn repeated(table: &str, key: &str, filter: &str) -> String {
    format!("SELECT {key}, count(*) FROM {table}{filter} GROUP BY {key} HAVING count(*) > 1")
}

fn orphans(table: &QualifiedName, key: &ForeignKey) -> String {
    let known: Vec<String> = key
        .columns
        .iter()
        .map(|name| format!("own.{} IS NOT NULL", ident(name)))
        .collect();
    let same: Vec<String> = key
        .referenced_columns
        .iter()
        .zip(&key.columns)
        .map(|(theirs, own)| format!("theirs.{} = own.{}", ident(theirs), ident(own)))
        .collect();
    format!(
        "SELECT * FROM {} AS own WHERE {} AND NOT EXISTS (SELECT FROM {} AS theirs WHERE {})",
        qualified(table),
        known.join(" AND "),
        qualified(&key.references),
        same.join(" AND "),
    )
}
