//! `CREATE TABLE`, its columns and its constraints.

use voxanne_schema::model::{
    Column, Constraint, ConstraintDefinition, Exclusion, ForeignKey, ReferentialAction, Table,
};

use super::expression::{default_value, expression};
use super::ident::{columns, data_type, ident, qualified};
use super::indent;
use super::index::index_key;
use super::partition::partition_by;
use super::storage::{collation, parameters};

/// `CREATE TABLE` with the constraints that stand inside it.
#[must_use]
pub fn create_table(table: &Table, constraints: &[&Constraint]) -> String {
    let unlogged = if table.storage.unlogged { "UNLOGGED " } else { "" };
    create(table, unlogged, &qualified(&table.name), constraints)
}

/// The same under the name given in SQL, which may be that of a temporary table.
#[must_use]
pub fn create_table_as(table: &Table, name: &str, constraints: &[&Constraint]) -> String {
    create(table, "", name, constraints)
}

fn create(table: &Table, unlogged: &str, name: &str, constraints: &[&Constraint]) -> String {
    let mut lines = String::with_capacity(64 * (table.columns.len() + constraints.len()));
    for column in &table.columns {
        write_column(column, &mut lines);
        lines.push_str(",\n");
    }
    for own in constraints {
        lines.push_str("CONSTRAINT ");
        lines.push_str(&ident(&own.name));
        lines.push(' ');
        lines.push_str(&constraint(own));
        lines.push_str(",\n");
    }
    let lines = indent(lines.strip_suffix(",\n").unwrap_or_default());
    let mut sql = text!["CREATE ", unlogged, "TABLE ", name, " (\n", lines, "\n)"];
    if let Some(key) = &table.partition_by {
        sql.push_str(&text![" ", partition_by(key)]);
    }
    if !table.storage.parameters.is_empty() {
        sql.push_str(&text![" WITH (", parameters(&table.storage.parameters), ")"]);
    }
    sql.push(';');
    sql
}

/// A column as `CREATE TABLE` and `ADD COLUMN` take it.
#[must_use]
pub fn column(column: &Column) -> String {
    let mut sql = String::new();
    write_column(column, &mut sql);
    sql
}

fn write_column(column: &Column, sql: &mut String) {
    sql.push_str(&ident(&column.name));
    sql.push(' ');
    sql.push_str(&data_type(&column.data_type));
    if let Some(compression) = column.storage.compression {
        sql.push_str(&text![" COMPRESSION ", compression.sql()]);
    }
    if let Some(name) = &column.collation {
        sql.push_str(&text![" ", collation(name)]);
    }
    if let Some(generated) = &column.generated {
        sql.push_str(&text![
            " GENERATED ALWAYS AS (",
            expression(generated),
            ") STORED"
        ]);
    }
    if let Some(identity) = super::identity(column) {
        sql.push_str(&text![" ", identity]);
    }
    if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default_value(default, &column.data_type));
    }
}

/// A constraint without its name, as `CREATE TABLE` and `ADD CONSTRAINT` take it.
#[must_use]
pub fn constraint(constraint: &Constraint) -> String {
    let mut sql = definition(&constraint.definition);
    let index = &constraint.index;
    if !index.include.is_empty() {
        sql.push_str(&text![" INCLUDE (", columns(&index.include), ")"]);
    }
    if !index.parameters.is_empty() {
        sql.push_str(&text![" WITH (", parameters(&index.parameters), ")"]);
    }
    if constraint.no_inherit {
        sql.push_str(" NO INHERIT");
    }
    if let Some(deferral) = constraint.deferral.sql() {
        sql.push_str(&text![" ", deferral]);
    }
    sql
}

fn definition(definition: &ConstraintDefinition) -> String {
    match definition {
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
        ConstraintDefinition::Exclude(exclusion) => exclude(exclusion),
    }
}

/// `EXCLUDE USING … (…)`, a key a line when it is wide.
#[must_use]
pub fn exclude(exclusion: &Exclusion) -> String {
    let elements = exclusion.elements.iter();
    let elements: Vec<String> = elements
        .map(|element| text![index_key(&element.key), " WITH ", element.operator])
        .collect();
    let head = text!["EXCLUDE USING ", exclusion.method.sql(), " ("];
    let one_line = elements.join(", ");
    let mut sql = if head.len() + one_line.len() <= super::WIDTH - 28 {
        text![head, one_line, ")"]
    } else {
        text![head, "\n", indent(&elements.join(",\n")), "\n)"]
    };
    if let Some(filter) = &exclusion.filter {
        let filter = text!["WHERE (", expression(filter), ")"];
        let fits = sql.len() + filter.len() <= super::WIDTH - 40;
        sql.push_str(if fits { " " } else { "\n    " });
        sql.push_str(&filter);
    }
    sql
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
    if key.match_full {
        sql.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != ReferentialAction::NoAction {
            sql.push_str(&text![" ON ", event, " ", action.sql()]);
        }
        if event == "DELETE" && !key.sets.is_empty() {
            sql.push_str(&text![" (", columns(&key.sets), ")"]);
        }
    }
    sql
}
