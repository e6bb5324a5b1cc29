//! A session while it does a run: the lock, the settings, transactions, statements that can be
//! cancelled.
//!
//! What runs, and what a failure means, is decided elsewhere: `transaction` and `steps` run the two
//! kinds of migrations, `aftermath` looks at what a failure left.

use std::time::Duration;

use super::cancel::Cancellation;
use super::error::MigrationError;
use super::lock::{self, Locked};
use super::options::RunnerOptions;
use super::progress::Progress;
use crate::connection::Connection;
use crate::error::Error;
use crate::ledger;
use crate::notice::Notice;

/// Whoever shows what a run does.
pub(super) type Report<'p> = &'p mut (dyn FnMut(Progress<'_>) + Send);

/// Why something did not come to its end.
#[derive(Debug)]
pub(super) enum Halt {
    /// The run was cancelled.
    Cancelled,
    /// The connection is gone.
    Lost(Error),
    /// It failed.
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        match error {
            Error::ConnectionLost { .. } => Self::Lost(error),
            other => Self::Failed(other),
        }
    }
}

impl From<MigrationError> for Halt {
    fn from(error: MigrationError) -> Self {
        Self::Failed(error.into())
    }
}

/// Settings of a run: a limit that is meant for an application's queries must not end the building
/// of an index. Each is put back afterwards. The last is from PostgreSQL 17.
const SETTINGS: [(&str, u32); 4] = [
    ("statement_timeout", 0),
    ("idle_in_transaction_session_timeout", 0),
    ("idle_session_timeout", 0),
    ("transaction_timeout", 170_000),
];

/// A session while it does a run.
pub(super) struct Session<'s> {
    pub(super) connection: &'s mut Connection,
    pub(super) options: &'s RunnerOptions,
    report: Report<'s>,
    /// The process on the server.
    pub(super) pid: i32,
    /// Whether tables that have got rows meanwhile must not be dropped.
    pub(super) keeps_rows: bool,
    /// Whether the connection works.
    pub(super) alive: bool,
}

impl<'s> Session<'s> {
    /// Takes the lock and prepares the session. `None` when the run was cancelled while waiting.
    pub(super) async fn begin(
        connection: &'s mut Connection,
        options: &'s RunnerOptions,
        report: Report<'s>,
    ) -> Result<Option<Self>, Error> {
        let pid = lock::backend(connection).await?;
        if lock::session_is_shared(connection, pid).await? {
            return Err(MigrationError::SharedSession.into());
        }
        let mut waiting = |holder: Option<&lock::LockHolder>| report(Progress::Waiting { holder });
        let wait = options.lock_wait;
        match lock::take(connection, wait, &options.cancellation, &mut waiting).await? {
            Locked::Yes => {}
            Locked::No(holder) => return Err(MigrationError::Locked { waited: wait, holder }.into()),
            Locked::Cancelled => return Ok(None),
        }
        let mut session = Self {
            connection,
            options,
            report,
            pid,
            keeps_rows: false,
            alive: true,
        };
        if let Err(error) = session.set().await {
            session.end().await;
            return Err(error);
        }
        Ok(Some(session))
    }

    /// Puts the settings back and lets go of the lock. What goes wrong here matters to nobody any
    /// more: the lock ends with the session.
    pub(super) async fn end(self) {
        if !self.alive {
            return;
        }
        let mut reset = String::from("RESET client_connection_check_interval; RESET lock_timeout");
        for name in self.settings() {
            reset.push_str(&format!("; RESET {name}"));
        }
        let _ = self.connection.execute(&reset).await;
        let _ = lock::release(self.connection).await;
    }

    async fn set(&mut self) -> Result<(), Error> {
        let set: Vec<String> = self.settings().map(|name| format!("SET {name} = 0")).collect();
        self.connection.execute(&set.join("; ")).await?;
        // A server whose client was killed notices, ends the statement and frees the lock. Not
        // every platform can look; those refuse the setting.
        match self
            .connection
            .execute("SET client_connection_check_interval = '2s'")
            .await
        {
            Err(error @ Error::ConnectionLost { .. }) => Err(error),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn settings(&self) -> impl Iterator<Item = &'static str> + use<> {
        let version = self.connection.server_version().unwrap_or_default();
        SETTINGS
            .into_iter()
            .filter_map(move |(name, since)| (version >= since).then_some(name))
    }

    pub(super) fn report(&mut self, progress: Progress<'_>) {
        (self.report)(progress);
    }

    pub(super) fn check_cancelled(&self) -> Result<(), Halt> {
        if self.options.cancellation.is_cancelled() {
            return Err(Halt::Cancelled);
        }
        Ok(())
    }

    /// Waits, unless the run is cancelled meanwhile.
    pub(super) async fn pause(&mut self, wait: Duration) -> Result<(), Halt> {
        tokio::select! {
            () = tokio::time::sleep(wait) => Ok(()),
            () = self.options.cancellation.cancelled() => Err(Halt::Cancelled),
        }
    }

    /// Runs SQL of a migration. When the run is cancelled, so is the statement; if it ends well all
    /// the same, that counts, and who asks next is told.
    pub(super) async fn run(&mut self, sql: &str) -> Result<Vec<Notice>, Halt> {
        let cancellation: Cancellation = self.options.cancellation.clone();
        let canceller = self.connection.canceller(self.pid);
        let running = self.connection.execute(sql);
        tokio::pin!(running);
        let result = tokio::select! {
            result = &mut running => result,
            () = cancellation.cancelled() => match canceller.cancel().await {
                Ok(()) => running.await,
                // Nobody else gets in to cancel it: we hang up, and the server notices.
                Err(_) => {
                    self.alive = false;
                    return Err(Halt::Cancelled);
                }
            },
        };
        match result {
            Ok(outcome) => Ok(outcome.notices),
            Err(error) if error.code() == Some("57014") && cancellation.is_cancelled() => {
                Err(Halt::Cancelled)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Runs what must not be cut short, such as a commit.
    pub(super) async fn insist(&mut self, sql: &str) -> Result<(), Halt> {
        self.connection.execute(sql).await?;
        Ok(())
    }

    pub(super) async fn begin_transaction(&mut self) -> Result<(), Halt> {
        self.insist("BEGIN ISOLATION LEVEL READ COMMITTED").await
    }

    pub(super) async fn commit(&mut self) -> Result<(), Halt> {
        self.insist("COMMIT").await
    }

    /// Ends whatever transaction there may be. A cancellation that comes late may hit this very
    /// statement, which is then tried again.
    pub(super) async fn roll_back(&mut self) -> Result<(), Halt> {
        let mut result = self.insist("ROLLBACK").await;
        for _ in 0..3 {
            match result {
                Err(Halt::Failed(_)) => result = self.insist("ROLLBACK").await,
                done => return done,
            }
        }
        result
    }

    /// Writes to the ledger, making it if there is none, in the transaction at hand. Fails if this
    /// session does not hold the lock (any more).
    pub(super) async fn note(&mut self, write: &str) -> Result<(), Halt> {
        let query = format!("SELECT {}, EXISTS ({})", lock::is_held(), ledger::EXISTS);
        let rows = self.connection.query(&query).await?;
        let mut answers = rows
            .into_iter()
            .flatten()
            .map(|value| value.as_deref() == Some("t"));
        if answers.next() != Some(true) {
            return Err(MigrationError::SharedSession.into());
        }
        if answers.next() != Some(true) {
            self.insist(ledger::CREATE).await?;
        }
        // Whoever we are, we write what we say or fail; and what is recorded is on disk.
        let script = format!(
            "SET LOCAL row_security = off;
            SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
            {write}"
        );
        self.insist(&script).await
    }
}
