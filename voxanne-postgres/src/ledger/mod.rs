//! The ledger: which migrations a database has.
//!
//! One table, `voxanne.migrations`, in a namespace of its own, made with the first migration and
//! gone with the last. Nobody but its owner may read or write it: whatever default privileges gave
//! away when it was made is taken back at once, and row-level security is on without a policy.
//!
//! What is applied and was never finished by a run was recorded as a baseline: the database had it before.
//!
//! `sql` holds the statements, this file what a row means, `squashed` what a row means where a
//! migration stands for others. Does not decide what runs: the module
//! [`apply`](crate::apply) does, under its lock.

mod sql;
mod squashed;

use std::str::FromStr as _;
use std::time::Duration;

use voxanne_codegen::migrations::{Migration, MigrationName, Version};

pub(crate) use sql::{
    CREATE, EXISTS, REMOVE, delete, finish, mark_running, mark_statements, record_baseline, revert,
};

use crate::apply::MigrationError;
use crate::connection::Connection;
use crate::error::Error;
use crate::result_set::TextRow;

/// The namespace of the ledger.
pub(crate) const NAMESPACE: &str = "voxanne";

/// One row: what the database knows of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The migration.
    pub(crate) name: MigrationName,
    /// The checksum of its way up when it ran.
    pub(crate) checksum: String,
    /// How far it is.
    pub(crate) state: RowState,
    /// How many statements of its way up (or down, when it is being taken back) are done.
    pub(crate) statements_done: usize,
    /// The database user who ran it.
    pub(crate) applied_by: String,
    /// When it began, in UTC: `2025-01-10T12:00:00Z`.
    pub(crate) applied_at: String,
    /// How long it took; unknown until it is done, and for ever where no run did it.
    pub(crate) took: Option<Duration>,
    /// The release of Voxanne that ran it.
    pub(crate) tool_version: String,
}

impl Row {
    /// Whether the database had it before there was a ledger, and nothing was run.
    pub(crate) fn is_baseline(&self) -> bool {
        self.state == RowState::Applied && self.took.is_none()
    }
}

/// How far a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Its statements run one by one, and not all are done.
    Running,
    /// It is done.
    Applied,
    /// It is being taken back statement by statement, and not all of them are done.
    Reverting,
}

/// Reads the ledger; `None` when the database has none. Writes nothing.
///
/// # Errors
///
/// [`Error::Sql`] when the ledger may not be read, [`MigrationError::UnreadableLedger`] when it is
/// not one of ours.
pub(crate) async fn read(connection: &mut Connection) -> Result<Option<Vec<Row>>, Error> {
    if connection.query(EXISTS).await?.is_empty() {
        return Ok(None);
    }
    let rows = connection
        .query(sql::READ)
        .await
        .map_err(|error| match error.code() {
            Some("42703" | "42809") => unreadable("it has other columns than ours"),
            _ => error,
        })?;
    let rows: Option<Vec<Row>> = rows.into_iter().map(row).collect();
    rows.map(Some)
        .ok_or_else(|| unreadable("a row holds values that this release does not know"))
}

fn unreadable(reason: &str) -> Error {
    MigrationError::UnreadableLedger {
        reason: reason.to_owned(),
    }
    .into()
}

fn row(values: TextRow) -> Option<Row> {
    let mut values = values.into_iter();
    let mut next = || values.next().flatten();
    Some(Row {
        name: MigrationName {
            version: Version::from_str(&next()?).ok()?,
            slug: next()?,
        },
        checksum: next()?,
        state: match next()?.as_str() {
            "running" => RowState::Running,
            "applied" => RowState::Applied,
            "reverting" => RowState::Reverting,
            _ => return None,
        },
        statements_done: next()?.parse().ok()?,
        applied_by: next()?,
        applied_at: next()?,
        tool_version: next()?,
        took: next().and_then(|milliseconds| milliseconds.parse().ok().map(Duration::from_millis)),
    })
}

/// The same, as a folder of migrations knows it: a migration that stands for others is there when
/// they are.
///
/// # Errors
///
/// Those of [`read`].
pub(crate) async fn read_with(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<Option<Vec<Row>>, Error> {
    let rows = read(connection).await?;
    Ok(rows.map(|rows| squashed::squash(rows, migrations)))
}

/// Writes into the ledger what [`read_with`] reads out of it. To be called under the lock of a run.
///
/// # Errors
///
/// Those of [`read`], and of the change.
pub(crate) async fn adopt(connection: &mut Connection, migrations: &[Migration]) -> Result<(), Error> {
    let Some(rows) = read(connection).await? else {
        return Ok(());
    };
    for migration in squashed::adopted(&rows, migrations) {
        connection.execute(&sql::adopt(migration, &rows)).await?;
    }
    Ok(())
}

/// Whether a row is of a migration that another one stands for now.
pub(crate) fn is_squashed(row: &Row, migrations: &[Migration]) -> bool {
    squashed::is_part(row, migrations)
}

/// What the ledger keeps to tell whether a migration was edited after it ran.
pub(crate) fn checksum(migration: &Migration) -> String {
    voxanne_codegen::migrations::checksum(&migration.files.up)
}
