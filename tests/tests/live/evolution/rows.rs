//! The rows of tables as text, and which of them a change must leave as they are.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_codegen::sql::{ident, qualified};
use voxanne_postgres::Connection;
use voxanne_schema::Declared;
use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Column, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;
use voxanne_schema::rename::{Named, Rename};

/// Rows of some columns of some tables: each row the texts of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows(BTreeMap<QualifiedName, Vec<BTreeMap<Name, Option<String>>>>);

/// Columns of tables.
pub(crate) type Columns = BTreeMap<QualifiedName, BTreeSet<Name>>;

/// All rows of all tables.
pub(crate) async fn all(connection: &mut Connection, schema: &Schema) -> Result<Rows, String> {
    of(connection, &every_column(schema)).await
}

fn every_column(schema: &Schema) -> Columns {
    let columns = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect();
    schema
        .tables()
        .map(|table| (table.name.clone(), columns(table)))
        .collect()
}

/// The rows of some columns.
pub(crate) async fn of(connection: &mut Connection, columns: &Columns) -> Result<Rows, String> {
    let mut rows = BTreeMap::new();
    for (table, columns) in columns.iter().filter(|(_, columns)| !columns.is_empty()) {
        let list: Vec<_> = columns.iter().map(ident).collect();
        let name = qualified(table);
        // The rows of those that inherit are their own; a partitioned table has none but its partitions'.
        let query = format!(
            "SELECT {} FROM {name} AS own
            WHERE own.tableoid = '{name}'::regclass
            OR (SELECT relkind = 'p' FROM pg_class WHERE oid = '{name}'::regclass)",
            list.join(", "),
        );
        let found = connection.query(&query).await;
        let found = found.map_err(|error| format!("{query}: {error}"))?;
        let row = |values: Vec<Option<String>>| columns.iter().cloned().zip(values).collect();
        rows.insert(table.clone(), found.into_iter().map(row).collect());
    }
    let mut rows = Rows(rows);
    rows.sort();
    Ok(rows)
}

impl Rows {
    /// Some columns of these rows.
    pub(crate) fn of(&self, columns: &Columns) -> Self {
        let mut rows = self.0.clone();
        rows.retain(|table, rows| {
            let wanted = columns.get(table).filter(|columns| !columns.is_empty());
            if let Some(wanted) = wanted {
                rows.iter_mut()
                    .for_each(|row| row.retain(|column, _| wanted.contains(column)));
            }
            wanted.is_some()
        });
        let mut rows = Self(rows);
        rows.sort();
        rows
    }

    /// The same rows under the names that a rename gives; labels are values too.
    pub(crate) fn follow(&self, rename: &Rename, schema: &Schema) -> Self {
        let mut rows = Self::default();
        for (table, all) in &self.0 {
            let column = |(name, value): (&Name, &Option<String>)| {
                let of = schema.table(table).and_then(|table| table.column(name));
                let value = value.clone().map(|value| renamed_label(value, of, rename));
                let named = rename.follow(&Named::Column(table.clone(), name.clone()));
                (named.name().cloned().unwrap_or_else(|| name.clone()), value)
            };
            let all = all.iter().map(|row| row.iter().map(column).collect()).collect();
            rows.0.insert(renamed_table(table, rename), all);
        }
        rows.sort();
        rows
    }

    /// Whether there are tables, and none has a row.
    pub(crate) fn are_missing(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(Vec::is_empty)
    }

    fn sort(&mut self) {
        self.0.values_mut().for_each(|rows| rows.sort());
    }
}

fn renamed_label(value: String, column: Option<&Column>, rename: &Rename) -> String {
    match &rename.from {
        Named::Label(of, from) if column.and_then(|c| c.data_type.user_name()) == Some(of) => {
            value.replace(from.as_str(), rename.to.as_str())
        }
        _ => value,
    }
}

fn renamed_table(table: &QualifiedName, rename: &Rename) -> QualifiedName {
    match rename.follow_id(&ObjectId::Table(table.clone())) {
        ObjectId::Table(table) => table,
        _ => table.clone(),
    }
}

/// Columns under the names that they had before a rename.
pub(crate) fn before_rename(columns: &Columns, rename: &Rename) -> Columns {
    let back = rename.reversed();
    let of = |(table, columns): (&QualifiedName, &BTreeSet<Name>)| {
        let name = |column: &Name| {
            let named = back.follow(&Named::Column(table.clone(), column.clone()));
            named.name().cloned().unwrap_or_else(|| column.clone())
        };
        (renamed_table(table, &back), columns.iter().map(name).collect())
    };
    columns.iter().map(of).collect()
}

/// Two sets of rows are equal, or the first table where they are not.
pub(crate) fn equal(when: &str, expected: &Rows, found: &Rows) -> Result<(), String> {
    for (table, expected) in &expected.0 {
        let found = found.0.get(table);
        if found != Some(expected) {
            return Err(format!(
                "rows of {table} change {when}:\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    Ok(())
}

/// The columns of the state before but those that the change fills: what was filled stays.
pub(crate) fn unfilled(before: &Declared, after: &Declared) -> Columns {
    let mut columns = every_column(&before.schema);
    for rule in &after.backfills {
        if let Some(columns) = columns.get_mut(&rule.table) {
            columns.remove(&rule.column);
        }
    }
    columns
}

/// The columns that both states have and whose values no part of the change is to touch.
pub(crate) fn common(before: &Declared, after: &Declared) -> Columns {
    let mut common = Columns::new();
    for table in before.schema.tables() {
        let fewer = after.deduplications.iter().any(|rule| rule.table == table.name);
        let quarantined = after
            .backfills
            .iter()
            .any(|rule| rule.table == table.name && sets_aside(rule));
        let Some(next) = after
            .schema
            .table(&table.name)
            .filter(|_| !fewer && !quarantined && !moves(table, before, after))
        else {
            continue;
        };
        let kept = |column: &&Column| {
            let next = next.column(&column.name);
            next.is_some_and(|next| keeps_its_values(&table.name, column, next, before, after))
        };
        let columns = table
            .columns
            .iter()
            .filter(kept)
            .map(|column| column.name.clone());
        common.insert(table.name.clone(), columns.collect());
    }
    common
}

/// Whether a partition of the table becomes a table of its own, or a table a partition of it.
fn moves(table: &Table, before: &Declared, after: &Declared) -> bool {
    let go_over = |of: &Schema, other: &Schema| {
        let mut partitions = of.partitions_of(&table.name);
        partitions.any(|partition| other.table(&partition.qualified_name()).is_some())
    };
    go_over(&before.schema, &after.schema) || go_over(&after.schema, &before.schema)
}

fn sets_aside(rule: &voxanne_schema::typed::Backfill) -> bool {
    !matches!(rule.unmatched, voxanne_schema::typed::Unmatched::Refuse)
}

fn keeps_its_values(
    table: &QualifiedName,
    column: &Column,
    next: &Column,
    before: &Declared,
    after: &Declared,
) -> bool {
    let filled = after
        .backfills
        .iter()
        .any(|rule| rule.table == *table && rule.column == column.name);
    let values = |of: &DataType, declared: &Declared| {
        let mut all = Vec::new();
        made_of(&declared.schema, of, &mut all);
        all
    };
    column.data_type == next.data_type
        && values(&column.data_type, before) == values(&next.data_type, after)
        && column.generated == next.generated
        && values(&column.data_type, before)
            .iter()
            .all(|(_, of)| keeps_its_labels(of, before, after))
        && !filled
}

/// What the values of a type consist of, through domains and composite types.
fn made_of(schema: &Schema, of: &DataType, all: &mut Vec<(Option<Name>, DataType)>) {
    let values = schema.values_of(of);
    let composite = values.user_name().and_then(|name| schema.composite(name));
    all.push((None, values.clone()));
    for attribute in composite.iter().flat_map(|composite| &composite.attributes) {
        all.push((Some(attribute.name.clone()), attribute.data_type.clone()));
        made_of(schema, &attribute.data_type, all);
    }
}

/// Whether an enum, or the one that a domain narrows, has all the labels that it had.
fn keeps_its_labels(data_type: &DataType, before: &Declared, after: &Declared) -> bool {
    let labels = |declared: &Declared| {
        let values = declared.schema.values_of(data_type);
        let name = values.user_name()?;
        declared
            .schema
            .enumeration(name)
            .map(|found| found.labels.clone())
    };
    match (labels(before), labels(after)) {
        (Some(old), Some(new)) => old.iter().all(|label| new.contains(label)),
        (None, None) => true,
        _ => false,
    }
}
