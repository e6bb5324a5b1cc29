//! The folder of migrations beside the ledger of a database: what is applied, what is pending, and
//! where the two disagree. Pure: both sides are given.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};
use voxanne_codegen::migrations::{Migration, MigrationName, Version};

use crate::ledger::{self, Row, RowState};

/// Where a database stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Whether the database has a ledger; it gets one with its first migration.
    pub ledger: bool,
    /// Every migration of the folder and of the ledger, in order.
    pub entries: Vec<Entry>,
}

/// One migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name, as the folder has it, else as the ledger has it.
    pub name: MigrationName,
    /// Where it stands.
    pub state: State,
    /// Whether the database had it before there was a ledger: it was recorded, and nothing was run.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub baseline: bool,
    /// When it was begun, or recorded as a baseline, in UTC: `2025-01-10T12:00:00Z`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_at: Option<String>,
    /// The database user who applied it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_by: Option<String>,
    /// How long it took; in milliseconds when serialized.
    #[serde(
        rename = "took_ms",
        serialize_with = "milliseconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub took: Option<Duration>,
    /// How many statements of it are done, of how many, while it is neither there nor gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<(usize, usize)>,
    /// The release of Voxanne that applied it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_version: Option<String>,
}

/// Where a migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is not applied yet.
    Pending,
    /// It is applied.
    Applied,
    /// It is partly applied: at work, or interrupted. The next run goes on with it.
    Running,
    /// It is partly rolled back: at work, or interrupted. The next rollback goes on with it.
    Reverting,
    /// It was applied, and its file was edited since.
    Edited,
    /// It was applied, and its file is gone.
    Missing,
    /// It was applied, and is one of those that a later one stands for now; others of them are not
    /// applied.
    Squashed,
    /// It was applied, and comes after everything that the folder has: the folder is older.
    Unknown,
    /// It is not applied, although a later one is.
    OutOfOrder,
}

impl State {
    /// Whether the folder and the database contradict each other here.
    #[must_use]
    pub const fn is_conflict(self) -> bool {
        matches!(
            self,
            Self::Edited | Self::Missing | Self::Squashed | Self::Unknown | Self::OutOfOrder
        )
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "pending",
            Self::Applied => "applied",
            Self::Running => "unfinished",
            Self::Reverting => "partly rolled back",
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Squashed => "squashed",
            Self::Unknown => "unknown",
            Self::OutOfOrder => "out of order",
        })
    }
}

fn milliseconds<S: Serializer>(took: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    let milliseconds = took.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    milliseconds.serialize(serializer)
}

/// Sets the folder beside the ledger, by version.
pub(super) fn compare(migrations: &[Migration], rows: &[Row]) -> Vec<Entry> {
    let mut both: BTreeMap<Version, (Option<&Migration>, Option<&Row>)> = BTreeMap::new();
    for migration in migrations {
        both.entry(migration.record.name.version).or_default().0 = Some(migration);
    }
    for row in rows {
        both.entry(row.name.version).or_default().1 = Some(row);
    }
    let last_known = migrations
        .iter()
        .map(|migration| migration.record.name.version)
        .max();
    let last_applied = rows.iter().map(|row| row.name.version).max();
    both.into_iter()
        .filter_map(|(version, sides)| match sides {
            (Some(migration), None) if Some(version) < last_applied => {
                Some(bare(migration, State::OutOfOrder))
            }
            (Some(migration), None) => Some(bare(migration, State::Pending)),
            // Rows that all are there were made one before: some of these are not.
            (_, Some(row)) if ledger::is_squashed(row, migrations) => Some(entry(row, None, State::Squashed)),
            (Some(migration), Some(row)) => Some(entry(row, Some(migration), state(migration, row))),
            (None, Some(row)) if Some(version) > last_known => Some(entry(row, None, State::Unknown)),
            (None, Some(row)) => Some(entry(row, None, State::Missing)),
            (None, None) => None,
        })
        .collect()
}

fn state(migration: &Migration, row: &Row) -> State {
    if row.name != migration.record.name || row.checksum != ledger::checksum(migration) {
        return State::Edited;
    }
    match row.state {
        RowState::Applied => State::Applied,
        RowState::Running => State::Running,
        RowState::Reverting => State::Reverting,
    }
}

fn bare(migration: &Migration, state: State) -> Entry {
    Entry {
        name: migration.record.name.clone(),
        state,
        baseline: false,
        applied_at: None,
        applied_by: None,
        took: None,
        statements: None,
        tool_version: None,
    }
}

fn entry(row: &Row, migration: Option<&Migration>, state: State) -> Entry {
    let of = |migration: &Migration| match row.state {
        RowState::Running => Some((row.statements_done, migration.record.statements.len())),
        RowState::Reverting => Some((row.statements_done, migration.record.undo.len())),
        RowState::Applied => None,
    };
    Entry {
        name: migration
            .map_or(&row.name, |migration| &migration.record.name)
            .clone(),
        state,
        baseline: row.is_baseline(),
        applied_at: Some(row.applied_at.clone()),
        applied_by: Some(row.applied_by.clone()),
        took: row.took,
        statements: migration.and_then(of),
        tool_version: Some(row.tool_version.clone()),
    }
}
