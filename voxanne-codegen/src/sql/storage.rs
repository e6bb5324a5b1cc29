//! How tables, indexes and columns are stored: what stands in their statements, and what only
//! `ALTER TABLE` takes.

use voxanne_schema::model::{Column, Parameters, ReplicaIdentity, Table};
use voxanne_schema::name::QualifiedName;

use super::clauses;
use super::ident::{ident, qualified};

/// `WITH (…)`, without its parentheses.
#[must_use]
pub fn parameters(parameters: &Parameters) -> String {
    let all: Vec<String> = parameters
        .iter()
        .map(|(name, value)| text![name, " = ", value])
        .collect();
    all.join(", ")
}

/// `COLLATE …`; what PostgreSQL brings along needs no namespace.
#[must_use]
pub fn collation(name: &QualifiedName) -> String {
    let name = if name.namespace == "pg_catalog" {
        ident(&name.name).into_owned()
    } else {
        qualified(name)
    };
    text!["COLLATE ", name]
}

/// What `CREATE TABLE` cannot say of a column, as actions of `ALTER TABLE`.
#[must_use]
pub fn column_settings(column: &Column) -> Vec<String> {
    let (statistics, strategy) = (column.storage.statistics, column.storage.strategy);
    if statistics.is_none() && strategy.is_none() && column.options.is_empty() {
        return Vec::new();
    }
    let name = ident(&column.name);
    let statistics = statistics.map(|target| format!("ALTER COLUMN {name} SET STATISTICS {target}"));
    let strategy = strategy.map(|strategy| format!("ALTER COLUMN {name} SET STORAGE {}", strategy.sql()));
    let options = (!column.options.is_empty())
        .then(|| format!("ALTER COLUMN {name} SET ({})", parameters(&column.options)));
    statistics.into_iter().chain(strategy).chain(options).collect()
}

/// What `CREATE TABLE` cannot say of columns, as one statement.
#[must_use]
pub fn settings<'c>(columns: impl IntoIterator<Item = &'c Column>, table: &str) -> Option<String> {
    let actions: Vec<String> = columns.into_iter().flat_map(column_settings).collect();
    let head = text!["ALTER TABLE ", table];
    (!actions.is_empty()).then(|| clauses(&head, &[actions.join(",\n    ")]))
}

/// `ALTER TABLE … REPLICA IDENTITY …`, where it is not the primary key.
#[must_use]
pub fn replica_identity(table: &Table, name: &str) -> Option<String> {
    let identity = table.storage.replica_identity;
    (identity != ReplicaIdentity::Default)
        .then(|| format!("ALTER TABLE {name} REPLICA IDENTITY {};", identity.sql()))
}
