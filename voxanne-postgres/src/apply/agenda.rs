//! What a run has to do: from where the database stands and where it is to go. Pure; refuses what
//! makes no sense before anything is touched.

use voxanne_codegen::migrations::{Migration, StatementRecord, Version};
use voxanne_codegen::plan::TransactionMode;

use super::error::MigrationError;
use super::options::RollbackTarget;
use super::progress::Direction;
use super::status::{Entry, State, compare};
use crate::ledger::{Row, RowState};

/// One migration to apply or to take back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'m> {
    pub(super) migration: &'m Migration,
    pub(super) direction: Direction,
    /// How many of the statements of this direction an earlier run has done, if one began.
    pub(super) resume: Option<usize>,
    /// Whether the next statement may have been begun before, and left something.
    pub(super) dirty: bool,
}

impl<'m> Work<'m> {
    /// The text of the file.
    pub(super) fn file(&self) -> &'m str {
        match self.direction {
            Direction::Up => &self.migration.files.up,
            Direction::Down => &self.migration.files.down,
        }
    }

    /// Its statements.
    pub(super) fn statements(&self) -> &'m [StatementRecord] {
        match self.direction {
            Direction::Up => &self.migration.record.statements,
            Direction::Down => &self.migration.record.undo,
        }
    }

    /// Whether all of it runs in one transaction.
    pub(super) fn mode(&self) -> TransactionMode {
        match self.direction {
            Direction::Up => self.migration.record.transaction,
            Direction::Down => self.migration.record.undo_transaction,
        }
    }

    /// The text of one statement, and how many lines of the file stand before it.
    pub(super) fn sql(&self, statement: &StatementRecord) -> Result<(&'m str, usize), MigrationError> {
        let (from, to) = statement.at;
        let parts = self.file().get(..from).zip(self.file().get(from..to));
        parts
            .map(|(before, sql)| (sql, before.matches('\n').count()))
            .ok_or_else(|| MigrationError::UnreadablePlan {
                migration: self.migration.record.name.clone(),
                reason: "a statement lies outside of its file".to_owned(),
            })
    }
}

/// What to apply, in order.
pub(super) fn up<'m>(
    migrations: &'m [Migration],
    rows: &[Row],
    to: Option<Version>,
) -> Result<Vec<Work<'m>>, MigrationError> {
    known(migrations, to)?;
    let entries = compare(migrations, rows);
    refuse_conflicts(&entries, |_| true)?;
    if let Some(entry) = entries.iter().find(|entry| entry.state == State::Reverting) {
        return Err(MigrationError::HalfReverted {
            migration: entry.name.clone(),
        });
    }
    let wanted = |migration: &&Migration| to.is_none_or(|to| migration.record.name.version <= to);
    let work = migrations.iter().filter(wanted).filter_map(|migration| {
        let row = row_of(migration, rows);
        let resume = match row.map(|row| row.state) {
            Some(RowState::Applied) => return None,
            Some(RowState::Running | RowState::Reverting) => row.map(|row| row.statements_done),
            None => None,
        };
        Some(Work {
            migration,
            direction: Direction::Up,
            resume,
            dirty: resume.is_some(),
        })
    });
    Ok(work.collect())
}

/// What a baseline makes, and how much of it is recorded already. A migration that is half done is none that a
/// database has.
pub(super) fn baseline<'m>(
    migrations: &'m [Migration],
    rows: &[Row],
    to: Option<Version>,
) -> Result<(&'m [Migration], usize), MigrationError> {
    known(migrations, to)?;
    let entries = compare(migrations, rows);
    refuse_conflicts(&entries, |_| true)?;
    let half = |entry: &&Entry| matches!(entry.state, State::Running | State::Reverting);
    if let Some(entry) = entries.iter().find(half) {
        return Err(MigrationError::HalfDone {
            migration: entry.name.clone(),
        });
    }
    let wanted = |migration: &&Migration| to.is_none_or(|to| migration.record.name.version <= to);
    let count = migrations.iter().take_while(wanted).count();
    let wanted = migrations.get(..count).unwrap_or(migrations);
    // Nothing is out of order, so that what is recorded is the beginning of the folder.
    Ok((wanted, rows.len().min(count)))
}

/// What to take back, the last one first.
pub(super) fn down<'m>(
    migrations: &'m [Migration],
    rows: &[Row],
    target: RollbackTarget,
) -> Result<Vec<Work<'m>>, MigrationError> {
    let mut versions: Vec<Version> = rows.iter().map(|row| row.name.version).collect();
    versions.sort_unstable();
    versions.reverse();
    match target {
        RollbackTarget::All => {}
        RollbackTarget::Steps(count) => versions.truncate(count),
        RollbackTarget::To(stays) => {
            if !versions.contains(&stays) {
                return Err(MigrationError::UnknownVersion { version: stays });
            }
            versions.retain(|version| *version > stays);
        }
    }
    let entries = compare(migrations, rows);
    refuse_conflicts(&entries, |entry| {
        entry.state != State::OutOfOrder && versions.contains(&entry.name.version)
    })?;
    let work = versions.iter().filter_map(|version| {
        let migration = migrations
            .iter()
            .find(|migration| migration.record.name.version == *version)?;
        let row = row_of(migration, rows)?;
        Some(Work {
            migration,
            direction: Direction::Down,
            resume: (row.state == RowState::Reverting).then_some(row.statements_done),
            dirty: row.state != RowState::Applied,
        })
    });
    Ok(work.collect())
}

fn row_of<'r>(migration: &Migration, rows: &'r [Row]) -> Option<&'r Row> {
    rows.iter()
        .find(|row| row.name.version == migration.record.name.version)
}

fn known(migrations: &[Migration], version: Option<Version>) -> Result<(), MigrationError> {
    match version {
        Some(version) if !migrations.iter().any(|m| m.record.name.version == version) => {
            Err(MigrationError::UnknownVersion { version })
        }
        _ => Ok(()),
    }
}

/// Where folder and database contradict each other, nothing runs.
pub(super) fn refuse_conflicts(
    entries: &[Entry],
    matters: impl Fn(&Entry) -> bool,
) -> Result<(), MigrationError> {
    let conflicts: Vec<Entry> = entries
        .iter()
        .filter(|entry| entry.state.is_conflict() && matters(entry))
        .cloned()
        .collect();
    if conflicts.is_empty() {
        return Ok(());
    }
    Err(MigrationError::Disagreement { conflicts })
}
