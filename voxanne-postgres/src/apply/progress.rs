//! What a run tells while it works, and what it tells in the end.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use voxanne_codegen::migrations::MigrationName;

use super::lock::LockHolder;
use crate::notice::Notice;
use crate::sql_error::SqlError;

/// Which way a migration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is applied.
    Up,
    /// It is taken back.
    Down,
}

/// One event of a run, for whoever shows it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Progress<'p> {
    /// Another run is at work, and this one waits for it.
    Waiting {
        /// Who it is, if it can be seen.
        holder: Option<&'p LockHolder>,
    },
    /// A migration begins, or goes on where an earlier run was interrupted.
    Started {
        /// The migration.
        migration: &'p MigrationName,
        /// Which way it goes.
        direction: Direction,
        /// Which of how many of this run it is, from 1.
        place: (usize, usize),
        /// How many of its statements an earlier run has done.
        resumed_after: Option<usize>,
    },
    /// A statement begins that runs by itself, outside of any transaction.
    Statement {
        /// The migration.
        migration: &'p MigrationName,
        /// Which of how many of the migration it is, from 1.
        place: (usize, usize),
        /// The statement.
        sql: &'p str,
    },
    /// What an interrupted or failed statement left is removed.
    CleaningUp {
        /// The migration.
        migration: &'p MigrationName,
        /// The statement that does it.
        sql: &'p str,
    },
    /// Something gave way to others, and is tried again after a pause.
    Retrying {
        /// The migration.
        migration: &'p MigrationName,
        /// What gave way.
        error: &'p SqlError,
        /// Which attempt comes next, from 2, of how many.
        attempt: (u32, u32),
        /// How long the pause is.
        wait: Duration,
    },
    /// The server remarked something.
    Notice {
        /// The migration.
        migration: &'p MigrationName,
        /// What.
        notice: &'p Notice,
    },
    /// A migration is done, and the ledger has it.
    Finished {
        /// The migration.
        migration: &'p MigrationName,
        /// Which way it went.
        direction: Direction,
        /// How long it took, pauses included.
        took: Duration,
    },
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which way it went.
    pub direction: Direction,
    /// Whether nothing was done but to look.
    pub dry_run: bool,
    /// What was done, or would be, in order.
    pub migrations: Vec<Finished>,
}

/// A migration that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The migration.
    pub name: MigrationName,
    /// How long it took; nothing in a dry run.
    pub took: Duration,
    /// What the server remarked.
    pub notices: Vec<Notice>,
}

impl fmt::Display for Direction {
    /// The participle: `applied`, `rolled back`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Up => "applied",
            Self::Down => "rolled back",
        })
    }
}
