//! One run at a time: a session-level advisory lock.
//!
//! The lock is polled for, never waited for: a session that waits in `pg_advisory_lock` holds a
//! snapshot, `CREATE INDEX CONCURRENTLY` of the run that holds the lock waits for all snapshots, and
//! the two would wait for each other.
//!
//! It belongs to a session, so it needs one session from beginning to end. A pooler in transaction
//! mode gives each transaction whatever session is free: the lock would stay behind in one of them,
//! and two runs could both believe they hold it. Such a pooler is refused when it can be seen, and
//! every write to the ledger makes sure that the session still holds the lock.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>

use std::fmt;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::cancel::Cancellation;
use crate::connection::Connection;
use crate::error::Error;
use crate::result_set::TextRow;

/// The key: the word `voxanne` as eight bytes. PostgreSQL keeps the keys of each database apart.
const KEY: u64 = u64::from_be_bytes(*b"voxanne\0");

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The session that is at work on a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockHolder {
    /// Its process on the server, for `pg_terminate_backend`.
    pub pid: i32,
    /// Its database user.
    pub user: String,
    /// What it calls itself.
    pub application: String,
    /// Where it comes from, unless it is the server's own machine.
    pub address: Option<String>,
    /// Since when it has been connected, in UTC: `2025-01-10T12:00:00Z`.
    pub since: String,
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} of user `{}`", self.pid, self.user)?;
        if let Some(address) = &self.address {
            write!(f, " from {address}")?;
        }
        write!(f, ", connected since {}", self.since)
    }
}

/// What came of waiting for the lock.
pub(super) enum Locked {
    /// It is ours.
    Yes,
    /// Somebody else kept it for as long as we waited.
    No(Option<LockHolder>),
    /// We were asked to stop waiting.
    Cancelled,
}

/// Takes the lock, waiting so long for others; tells whom it waits for.
pub(super) async fn take(
    connection: &mut Connection,
    wait: Duration,
    cancellation: &Cancellation,
    waiting: &mut (dyn FnMut(Option<&LockHolder>) + Send),
) -> Result<Locked, Error> {
    let since = Instant::now();
    let mut pause = Duration::from_millis(20);
    let mut told = false;
    loop {
        if is_true(
            &connection
                .query(&format!("SELECT pg_try_advisory_lock({KEY})"))
                .await?,
        ) {
            return Ok(Locked::Yes);
        }
        let left = wait.saturating_sub(since.elapsed());
        if left.is_zero() {
            return Ok(Locked::No(holder(connection).await?));
        }
        if !told {
            waiting(holder(connection).await?.as_ref());
            told = true;
        }
        tokio::select! {
            () = sleep(pause.min(left)) => {}
            () = cancellation.cancelled() => return Ok(Locked::Cancelled),
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Lets go of the lock.
pub(super) async fn release(connection: &mut Connection) -> Result<(), Error> {
    connection
        .query(&format!("SELECT pg_advisory_unlock({KEY})"))
        .await
        .map(drop)
}

/// Whether this session holds the lock, as an expression.
pub(super) fn is_held() -> String {
    format!("EXISTS (SELECT {} AND l.pid = pg_backend_pid())", from_locks())
}

async fn holder(connection: &mut Connection) -> Result<Option<LockHolder>, Error> {
    let query = format!(
        "SELECT a.pid, a.usename, a.application_name, a.client_addr,
            to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
        {}",
        from_locks().replacen(
            " WHERE",
            " JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid WHERE",
            1
        )
    );
    Ok(connection
        .query(&query)
        .await?
        .into_iter()
        .next()
        .and_then(read_holder))
}

fn read_holder(row: TextRow) -> Option<LockHolder> {
    let mut values = row.into_iter();
    let mut next = || values.next().flatten();
    Some(LockHolder {
        pid: next()?.parse().ok()?,
        user: next().unwrap_or_default(),
        application: next().unwrap_or_default(),
        address: next(),
        since: next().unwrap_or_default(),
    })
}

/// The lock in `pg_locks`, which shows a key of 64 bits as two halves.
fn from_locks() -> String {
    let (high, low) = (KEY >> 32, KEY & 0xffff_ffff);
    format!(
        "FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.granted
        AND l.classid = {high} AND l.objid = {low} AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
    )
}

pub(super) fn is_true(rows: &[TextRow]) -> bool {
    rows.first()
        .and_then(|row| row.first())
        .is_some_and(|value| value.as_deref() == Some("t"))
}

/// Whether another connection by the same way ends up in the same session of the server while this
/// one rests: then a pooler in transaction mode sits between. That it does not proves nothing.
pub(super) async fn session_is_shared(connection: &mut Connection, pid: i32) -> Result<bool, Error> {
    let Ok(mut other) = connection.another().await else {
        // No second connection to be had: then this is not the moment to find out.
        return Ok(false);
    };
    let shared = backend(&mut other).await? == pid;
    other.close().await?;
    Ok(shared)
}

/// The process that serves a connection.
pub(super) async fn backend(connection: &mut Connection) -> Result<i32, Error> {
    let rows = connection.query("SELECT pg_backend_pid()").await?;
    let pid = rows.first().and_then(|row| row.first()?.as_ref()?.parse().ok());
    Ok(pid.unwrap_or_default())
}
