//! Migrations that stand for others: a database that has all of those has them. Pure.

use voxanne_codegen::migrations::{Migration, Replaced};

use super::{Row, RowState, checksum};

/// The rows, where those that a migration stands for are one: the last of them, under its name.
pub(super) fn squash(mut rows: Vec<Row>, migrations: &[Migration]) -> Vec<Row> {
    for migration in migrations {
        let name = &migration.record.name;
        let gone: Vec<Row> = stood_for(migration, &rows).into_iter().cloned().collect();
        if gone.is_empty() {
            continue;
        }
        rows.retain(|row| row.name.version == name.version || !gone.contains(row));
        for row in rows.iter_mut().filter(|row| row.name.version == name.version) {
            row.name = name.clone();
            row.checksum = checksum(migration);
            row.statements_done = migration.record.statements.len();
        }
    }
    rows
}

/// The migrations of which the database has all that they stand for, and not themselves.
pub(super) fn adopted<'m>(rows: &[Row], migrations: &'m [Migration]) -> Vec<&'m Migration> {
    let mut found: Vec<&Migration> = migrations.iter().collect();
    found.retain(|migration| !stood_for(migration, rows).is_empty());
    found
}

/// The rows of all that a migration stands for. None where one of them is not there, or not as it was.
pub(super) fn stood_for<'r>(migration: &Migration, rows: &'r [Row]) -> Vec<&'r Row> {
    let squashed = migration.record.squashed.as_ref();
    let replaced = squashed.map_or(&[][..], |squashed| &squashed.replaces);
    let is_there = |row: &Row| row.name == migration.record.name && row.checksum == checksum(migration);
    if rows.iter().any(is_there) {
        return Vec::new();
    }
    all(replaced, rows).unwrap_or_default()
}

fn all<'r>(replaced: &[Replaced], rows: &'r [Row]) -> Option<Vec<&'r Row>> {
    let mut found = Vec::new();
    for one in replaced {
        let is_it = |row: &&Row| {
            row.name == one.name && row.checksum == one.checksum && row.state == RowState::Applied
        };
        match rows.iter().find(is_it) {
            Some(row) => found.push(row),
            None if one.replaces.is_empty() => return None,
            None => found.extend(all(&one.replaces, rows)?),
        }
    }
    Some(found)
}

/// Whether a row is of a migration that another one stands for.
pub(super) fn is_part(row: &Row, migrations: &[Migration]) -> bool {
    fn holds(replaced: &[Replaced], row: &Row) -> bool {
        replaced
            .iter()
            .any(|one| one.name == row.name || holds(&one.replaces, row))
    }
    let mut squashed = migrations
        .iter()
        .filter_map(|migration| migration.record.squashed.as_ref());
    squashed.any(|squashed| holds(&squashed.replaces, row))
}
