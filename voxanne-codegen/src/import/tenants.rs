//! Which tables look as if each of their rows belonged to a tenant.

use std::collections::BTreeMap;

use serde::Serialize;
use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};

/// A table that could say `tenant = …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The table.
    pub table: QualifiedName,
    /// The column that holds the tenant.
    pub column: Name,
    /// Why it looks so.
    pub reason: String,
}

/// As many tables as must point at the same rows by the same column.
const LEAST: usize = 3;

/// The column by which most tables point at the same table, where those are many; then every table that has
/// the column, required.
pub(super) fn proposals(schema: &Schema) -> Vec<Proposal> {
    let mut pointing: BTreeMap<(&Name, &QualifiedName), usize> = BTreeMap::new();
    for constraint in schema.constraints() {
        let Some(key) = constraint.foreign_key() else {
            continue;
        };
        if let [column] = key.columns.as_slice()
            && required(schema, &constraint.table, column)
            && key.references != constraint.table
        {
            *pointing.entry((column, &key.references)).or_default() += 1;
        }
    }
    let tables = schema.tables().count();
    let most = pointing
        .iter()
        .max_by_key(|(of, count)| (**count, std::cmp::Reverse(**of)));
    let Some((&(column, tenants), &count)) =
        most.filter(|(_, count)| **count >= LEAST && **count * 3 >= tables)
    else {
        return Vec::new();
    };
    let of_tables = schema.tables().filter(|table| table.name != *tenants);
    of_tables
        .filter(|table| required(schema, &table.name, column))
        .map(|table| Proposal {
            table: table.name.clone(),
            column: column.clone(),
            reason: format!(
                "`{column}` is required, and {count} of {tables} tables point at `{tenants}` by a column of that name"
            ),
        })
        .collect()
}

fn required(schema: &Schema, table: &QualifiedName, column: &Name) -> bool {
    let table = schema.table(table);
    table.is_some_and(|table| table.column(column).is_some_and(|column| !column.nullable))
}
