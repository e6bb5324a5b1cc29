//! Why migrations cannot be applied, taken back or verified, and what would mend it.
//!
//! Owns the messages. Those about a run that stopped on its way are in `stopped`, those of the
//! checks before a run in `preflight`.

use std::time::Duration;

use voxanne_codegen::migrations::{MigrationName, Version};

use super::data_loss::Loss;
use super::lock::LockHolder;
use super::preflight::Obstacle;
use super::status::{Entry, State};
use super::stopped::Stopped;
use crate::error::Error;
use crate::notice::Notice;
use crate::sql_error::SqlError;

/// Why migrations cannot be applied, taken back or verified.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// The run was cancelled while it waited for another one.
    #[error("cancelled before anything was run")]
    Cancelled,
    /// Another run is at work on the database, and has been for as long as we were to wait.
    #[error("another run is at work on this database{}", at_work(holder.as_ref()))]
    Locked {
        /// How long we waited.
        waited: Duration,
        /// Who it is, if it can be seen.
        holder: Option<LockHolder>,
    },
    /// The connection goes through a pooler that gives each transaction another session.
    #[error("the connection goes through a pooler in transaction mode, which cannot hold the lock of a run")]
    SharedSession,
    /// The server is older than what we write for.
    #[error("the server is PostgreSQL {}, and 14 is the oldest that is supported", version / 10_000)]
    ServerTooOld {
        /// Its version as a number, such as 130012.
        version: u32,
    },
    /// The database takes no writes.
    #[error("the database is read-only{}", if *standby { ": it is a standby server" } else { "" })]
    ReadOnly {
        /// Whether it is a standby.
        standby: bool,
    },
    /// The folder of migrations and the ledger contradict each other.
    #[error(
        "the folder of migrations and the database disagree: {}",
        list_conflicts(conflicts)
    )]
    Disagreement {
        /// Where, in order.
        conflicts: Vec<Entry>,
    },
    /// The ledger of the database is not one that we can read.
    #[error("`voxanne.migrations` is no ledger that this release can read: {reason}")]
    UnreadableLedger {
        /// Why not.
        reason: String,
    },
    /// The plan of a migration does not fit its files, or those before it.
    #[error("the plan of `{migration}` cannot be followed: {reason}")]
    UnreadablePlan {
        /// The migration.
        migration: MigrationName,
        /// Why not.
        reason: String,
    },
    /// The version that was named is not there.
    #[error("there is no migration with the version {version} to go to")]
    UnknownVersion {
        /// The version.
        version: Version,
    },
    /// The database lacks what the migrations rely on, or has what they are about to create.
    #[error("nothing was run: {}", obstacles.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    NotReady {
        /// Everything that stands in the way.
        obstacles: Vec<Obstacle>,
    },
    /// A run was interrupted, and no database is half of a baseline.
    #[error("`{migration}` is partly applied, or partly rolled back")]
    HalfDone {
        /// The migration.
        migration: MigrationName,
    },
    /// A rollback was interrupted, and must be finished first.
    #[error("`{migration}` is partly rolled back")]
    HalfReverted {
        /// The migration.
        migration: MigrationName,
    },
    /// Some of what is to be taken back has no way back.
    #[error("nothing was rolled back: {}", list_reasons(migrations))]
    Irreversible {
        /// The migrations, the last one first, each with the reasons.
        migrations: Vec<(MigrationName, Vec<String>)>,
    },
    /// Rows would be lost, and nobody has allowed it.
    #[error("{} would be lost", losses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    LosesData {
        /// What.
        losses: Vec<Loss>,
    },
    /// A run stopped on its way.
    #[error(transparent)]
    Stopped(Box<Stopped>),
    /// The database is not as a migration left it.
    #[error("{source}")]
    NotVerified {
        /// What was raised.
        source: Box<SqlError>,
        /// What the server remarked before that.
        notices: Vec<Notice>,
    },
}

impl From<MigrationError> for Error {
    fn from(error: MigrationError) -> Self {
        Self::Migration(Box::new(error))
    }
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        MigrationError::Stopped(Box::new(stopped)).into()
    }
}

impl MigrationError {
    /// What would mend it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::Cancelled => return None,
            Self::Locked { holder, .. } => locked_help(holder.as_ref()),
            Self::SharedSession => {
                "connect to the server itself, or to the pooler's port for session mode (on Supabase 5432 and not 6543): \
                 the lock belongs to a session, and each transaction would get another one"
                    .to_owned()
            }
            Self::ServerTooOld { .. } => "upgrade the server to PostgreSQL 14 or later".to_owned(),
            Self::ReadOnly { standby: true } => "connect to the primary server".to_owned(),
            Self::ReadOnly { standby: false } => {
                "lift `default_transaction_read_only` for this user or database, or connect to the primary server".to_owned()
            }
            Self::Disagreement { conflicts } => conflict_help(conflicts),
            Self::UnreadableLedger { .. } => {
                "use the release of voxanne that wrote it, or a later one; if the table is somebody else's, rename it".to_owned()
            }
            Self::UnreadablePlan { .. } => "restore the files of the migration: git checkout -- migrations".to_owned(),
            Self::UnknownVersion { .. } => "`status` lists the migrations with their versions".to_owned(),
            Self::NotReady { obstacles } => obstacle_help(obstacles),
            Self::HalfDone { .. } => {
                "finish it first, by running `apply` or `rollback` again; then record what the database has".to_owned()
            }
            Self::HalfReverted { .. } => {
                "finish the rollback first, by running it again; then apply".to_owned()
            }
            Self::Irreversible { migrations } => irreversible_help(migrations),
            Self::LosesData { .. } => {
                "take a backup, then allow it: `--allow-data-loss`, or `RollbackOptions::allow_data_loss`".to_owned()
            }
            Self::Stopped(stopped) => return Some(stopped.help()),
            Self::NotVerified { source, .. } => return source.help(),
        };
        Some(text)
    }

    /// The SQLSTATE, where the server gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Stopped(stopped) => stopped.code(),
            Self::NotVerified { source, .. } => Some(&source.code),
            _ => None,
        }
    }
}

fn at_work(holder: Option<&LockHolder>) -> String {
    holder.map(|holder| format!(": {holder}")).unwrap_or_default()
}

fn locked_help(holder: Option<&LockHolder>) -> String {
    let pid = holder.map_or_else(|| "…".to_owned(), |holder| holder.pid.to_string());
    format!(
        "run it again when that one is done, or wait longer; if it was killed and its session lives on, end it with \
         `select pg_terminate_backend({pid})`"
    )
}

fn list_conflicts(conflicts: &[Entry]) -> String {
    let each = conflicts
        .iter()
        .map(|entry| format!("`{}` {}", entry.name, conflict(entry.state)));
    each.collect::<Vec<_>>().join("; ")
}

const fn conflict(state: State) -> &'static str {
    match state {
        State::Edited => "was edited after it was applied",
        State::Missing => "is applied, and missing from the folder",
        State::Squashed => "is applied, and was squashed with others that are not",
        State::Unknown => "is applied, and comes after everything in the folder",
        State::OutOfOrder => "is not applied, although a later one is",
        State::Pending | State::Applied | State::Running | State::Reverting => "is as it should be",
    }
}

/// One line for each kind of disagreement.
fn conflict_help(conflicts: &[Entry]) -> String {
    let lines = [
        (
            State::Edited,
            "written migrations never change: restore the file (git checkout), and change the definitions instead",
        ),
        (
            State::Missing,
            "restore the missing file: git checkout -- migrations",
        ),
        (
            State::Squashed,
            "apply the others as well, with the files of before the squash (git checkout of that commit), then come back",
        ),
        (
            State::Unknown,
            "the database is ahead of this folder: update your checkout (git pull), or name the right database",
        ),
        (
            State::OutOfOrder,
            "what comes late goes last: delete the files of the late migration and generate it again, or roll back to \
             before it and apply everything",
        ),
    ];
    let present = lines
        .iter()
        .filter(|(state, _)| conflicts.iter().any(|entry| entry.state == *state));
    present.map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
}

fn obstacle_help(obstacles: &[Obstacle]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for obstacle in obstacles {
        let help = obstacle.help();
        if !lines.contains(&help) {
            lines.push(help);
        }
    }
    lines.join("\n")
}

fn list_reasons(migrations: &[(MigrationName, Vec<String>)]) -> String {
    let each = migrations
        .iter()
        .map(|(name, why)| format!("`{name}` has no way back ({})", why.join("; ")));
    each.collect::<Vec<_>>().join(", ")
}

fn irreversible_help(migrations: &[(MigrationName, Vec<String>)]) -> String {
    match migrations.first() {
        Some((last, _)) => format!(
            "roll back no further than to {}; what lies before needs a backup",
            last.version
        ),
        None => String::new(),
    }
}
