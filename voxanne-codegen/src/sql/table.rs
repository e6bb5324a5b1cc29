//! `CREATE TABLE`, its columns and its constraints.

use voxanne_schema::model::{
    Column, Constraint, ConstraintDefinition, ForeignKey, Identity, ReferentialAction, Table,
};

use super::expression::{default_value, expression};
use super::ident::{columns, data_type, ident, qualified};
use super::indent;

/// `CREATE TABLE` with the constraints that stand inside it.
#[must_use]
pub fn create_table(table: &Table, constraints: &[&Constraint]) -> String {
    create_table_as(table, &qualified(&table.name), constraints)
}

/// The same under the name given in SQL.
#[must_use]
pub fn create_table_as(table: &Table, name: &str, constraints: &[&Constraint]) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(column).collect();
    lines.extend(
        constraints
            .iter()
            .map(|c| text!["CONSTRAINT ", ident(&c.name), " ", constraint(c)]),
    );
    text!["CREATE TABLE ", name, " (\n", indent(&lines.join(",\n")), "\n);"]
}

/// A column as `CREATE TABLE` and `ADD COLUMN` take it.
#[must_use]
pub fn column(column: &Column) -> String {
    let mut sql = text![ident(&column.name), " ", data_type(&column.data_type)];
    if let Some(generated) = &column.generated {
        sql.push_str(&text![
            " GENERATED ALWAYS AS (",
            expression(generated),
            ") STORED"
        ]);
    }
    if let Some(identity) = column.identity {
        let identity = match identity {
            Identity::Always => "ALWAYS",
            Identity::ByDefault => "BY DEFAULT",
        };
        sql.push_str(&text![" GENERATED ", identity, " AS IDENTITY"]);
    }
    if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default_value(default, &column.data_type));
    }
    sql
}

/// A constraint without its name, as `CREATE TABLE` and `ADD CONSTRAINT` take it.
#[must_use]
pub fn constraint(constraint: &Constraint) -> String {
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(names) => text!["PRIMARY KEY (", columns(names), ")"],
        ConstraintDefinition::Unique {
            columns: names,
            nulls_not_distinct,
        } => {
            let nulls = if *nulls_not_distinct {
                " NULLS NOT DISTINCT"
            } else {
                ""
            };
            text!["UNIQUE", nulls, " (", columns(names), ")"]
        }
        ConstraintDefinition::Check(condition) => text!["CHECK (", expression(condition), ")"],
        ConstraintDefinition::ForeignKey(key) => foreign_key(key),
    }
}

/// `FOREIGN KEY (…) REFERENCES …`, over two lines when it is wide.
#[must_use]
pub fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = text![
        "FOREIGN KEY (",
        columns(&key.columns),
        ")\n    REFERENCES ",
        qualified(&key.references),
        " (",
        columns(&key.referenced_columns),
        ")",
    ];
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != ReferentialAction::NoAction {
            sql.push_str(&text![" ON ", event, " ", action.sql()]);
        }
    }
    sql
}
