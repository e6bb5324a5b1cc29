//! A column that counts and comes to rows that are there: PostgreSQL numbers them, but not in a table that has
//! partitions, or others that inherit from it.

use voxanne_schema::model::{Column, Table};
use voxanne_schema::name::{QualifiedName, default_name};

use super::revoke_sequence;
use crate::kinds::Context;
use crate::plan::{LockMode, Statement, Undo};
use crate::sql::{self, ident, literal, qualified};

/// The statements that add the column, while nobody reads or writes the table.
pub(crate) fn adding(table: &Table, column: &Column, undo: Undo, context: &Context<'_>) -> Vec<Statement> {
    let mut statements = if has_parts(table, context) {
        numbering(table, column, undo, context)
    } else {
        vec![add(table, &sql::column(column), undo)]
    };
    statements.push(revoke_sequence(table, column, context));
    statements
}

fn add(table: &Table, column: &str, undo: Undo) -> Statement {
    let add = format!("ALTER TABLE {} ADD COLUMN {column};", qualified(&table.name));
    Statement::with_undo(add, undo).holds(LockMode::AccessExclusive, &table.name)
}

fn has_parts(table: &Table, context: &Context<'_>) -> bool {
    table.partition_by.is_some() || context.heirs.own_rows(&table.name) != qualified(&table.name)
}

/// A sequence of the moment numbers the rows, as that of the column would, which counts on from there.
fn numbering(table: &Table, column: &Column, undo: Undo, context: &Context<'_>) -> Vec<Statement> {
    let name = ident(&column.name);
    let own = context.heirs.own_rows(&table.name);
    let counter = QualifiedName::new(
        "pg_temp",
        default_name(column.name.as_str(), "", "counter").as_str(),
    );
    let counted = column
        .sequence_options
        .sequence(counter.clone(), column.data_type.clone());
    let counter = qualified(&counter);
    let plain = Column {
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        ..column.clone()
    };
    let next = format!("nextval({})", literal(&counter));
    let sequence = literal(&qualified(&table.name.sibling(default_name(
        table.name.name.as_str(),
        column.name.as_str(),
        "seq",
    ))));
    let locked = |sql: String| Statement::owned(sql).locks(LockMode::AccessExclusive, &table.name);
    vec![
        Statement::owned(sql::create_sequence(&counted, &counter)).because(
            "PostgreSQL adds no column that counts to a table with parts: this numbers the rows meanwhile.",
        ),
        add(table, &format!("{} DEFAULT {next}", sql::column(&plain)), undo),
        locked(format!("ALTER TABLE {own} ALTER COLUMN {name} DROP DEFAULT;")),
        locked(format!(
            "ALTER TABLE {own} ALTER COLUMN {name} ADD {};",
            sql::identity(column).unwrap_or_default()
        )),
        Statement::owned(format!("SELECT setval({sequence}, {next}, false);")),
        Statement::owned(format!("DROP SEQUENCE {counter};")),
    ]
}
