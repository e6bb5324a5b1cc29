//! Columns that would stand elsewhere than they are declared. PostgreSQL adds columns at the end alone,
//! and a column's place is part of exactness: everything is planned for the order that can be reached,
//! and what stands in the wrong place changes its place last, beside the writers.

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Diagnostic;
use voxanne_schema::model::{Column, Table};
use voxanne_schema::object::ObjectId;

use super::{Inputs, Plain, PlannedMigration, changed, module_of};
use crate::rename;

/// What is declared with all columns in places that PostgreSQL can give them, where some are declared
/// in others.
pub(super) fn reachable(inputs: Inputs<'_>) -> Option<Declared> {
    let next = inputs.declared.schema.tables();
    let moved: Vec<Table> = next.filter_map(|next| in_reach(inputs, next)).collect();
    if moved.is_empty() {
        return None;
    }
    let mut reachable = inputs.declared.clone();
    for table in moved {
        reachable.schema.replace(table);
    }
    Some(reachable)
}

/// The table with its columns in places that they can have, if these are others.
fn in_reach(inputs: Inputs<'_>, next: &Table) -> Option<Table> {
    let previous = inputs.previous.table(&next.name)?;
    let stays = |column: &&Column| {
        let is = next.column(&column.name);
        is.is_some_and(|is| is.generated.is_none() || is.generated == column.generated)
    };
    let kept: Vec<&Column> = previous.columns.iter().filter(stays).collect();
    let places = kept.iter().map(|column| &column.name);
    let is_kept = |column: &&Column| kept.iter().any(|kept| kept.name == column.name);
    let new = next.columns.iter().filter(|column| !is_kept(column));
    let columns: Vec<&Column> = places.filter_map(|name| next.column(name)).chain(new).collect();
    let in_place = columns.iter().copied().eq(&next.columns);
    // What stands in place of one that goes is asked about before anything moves.
    let in_question = || {
        if inputs.declared.unguided {
            return false;
        }
        let mut gone = previous.columns.iter();
        gone.any(|column| {
            next.column(&column.name).is_none() && rename::columns_alike(previous, next, column).is_some()
        })
    };
    if in_place || in_question() {
        return None;
    }
    let columns = columns.into_iter().cloned().collect();
    Some(Table {
        columns,
        ..next.clone()
    })
}

/// The migrations that put columns in their places, after all others.
///
/// # Errors
///
/// Every table whose columns cannot change their places.
pub(super) fn moved(
    inputs: Inputs<'_>,
    reachable: &Declared,
    before: &[PlannedMigration],
) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let last = before.last().map_or(0, |migration| migration.module);
    let moves = Inputs {
        previous: &reachable.schema,
        original: &reachable.schema,
        renames: None,
        // It is done beside the writers, or not at all.
        plain: &Plain::Nothing,
        ..inputs
    };
    let tables = inputs.declared.schema.tables();
    let own = tables
        .filter(|table| reachable.schema.table(&table.name) != Some(table))
        .map(|table| module_of(&ObjectId::Table(table.name.clone()), inputs));
    let module = own.max().unwrap_or(last).max(last);
    let mut migrations = changed(moves)?;
    for migration in &mut migrations {
        migration.module = module;
    }
    Ok(migrations)
}
