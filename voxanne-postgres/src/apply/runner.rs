//! The runner: what a command line or a service calls.
//!
//! Owns the connection between two runs. What happens in a run stands in `run`.

use voxanne_codegen::migrations::Migration;

use super::agenda;
use super::error::MigrationError;
use super::options::{ApplyOptions, BaselineOptions, RollbackOptions, RunnerOptions};
use super::progress::{Direction, Outcome, Progress};
use super::run;
use super::session::Session;
use super::status::{self, State, Status};
use crate::connection::Connection;
use crate::error::Error;
use crate::ledger;
use crate::notice::Notice;

/// Applies, takes back and verifies migrations, over one connection.
///
/// Its futures are to be awaited to their end: who wants to stop a run cancels it by the
/// [`Cancellation`](super::Cancellation) of its options. A runner that was dropped in the middle of a
/// run leaves what a killed process leaves, which the next run finishes.
#[derive(Debug)]
pub struct Runner {
    connection: Connection,
    options: RunnerOptions,
    /// Whether the connection was left in the middle of something.
    broken: bool,
}

impl Runner {
    /// A runner on a connection. The lock of a run belongs to its session, so the connection must
    /// not go through a pooler in transaction mode.
    #[must_use]
    pub const fn new(connection: Connection, options: RunnerOptions) -> Self {
        Self {
            connection,
            options,
            broken: false,
        }
    }

    /// The connection, for whatever else is to be asked.
    pub const fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Gives the connection back.
    #[must_use]
    pub fn into_connection(self) -> Connection {
        self.connection
    }

    /// Where the database stands. Writes nothing, needs no lock and no ledger.
    ///
    /// # Errors
    ///
    /// [`Error::Sql`] when the ledger may not be read; [`Error::ConnectionLost`].
    pub async fn status(&mut self, migrations: &[Migration]) -> Result<Status, Error> {
        self.mend().await?;
        let rows = ledger::read_with(&mut self.connection, migrations).await?;
        Ok(Status {
            ledger: rows.is_some(),
            entries: status::compare(migrations, rows.as_deref().unwrap_or_default()),
        })
    }

    /// The migrations that the database has: what it should look like is their history.
    ///
    /// # Errors
    ///
    /// [`MigrationError::Disagreement`] when what is applied is not a beginning of the folder;
    /// those of [`Runner::status`]. A migration that is partly there does not count.
    pub async fn history_at<'m>(&mut self, migrations: &'m [Migration]) -> Result<&'m [Migration], Error> {
        let status = self.status(migrations).await?;
        agenda::refuse_conflicts(&status.entries, |_| true)?;
        let applied = status
            .entries
            .iter()
            .take_while(|entry| entry.state == State::Applied);
        Ok(migrations.get(..applied.count()).unwrap_or(migrations))
    }

    /// Applies what is pending, in order. With nothing pending, nothing happens.
    ///
    /// Before the first statement, everything is checked that can be: see
    /// [`MigrationError::NotReady`]. Nothing is applied twice, wherever an earlier run was killed.
    ///
    /// # Errors
    ///
    /// [`Error::Migration`]: each of its kinds but those of a rollback. Then
    /// [`MigrationError::Stopped`] says what is done; with all others nothing was run.
    pub async fn apply(
        &mut self,
        migrations: &[Migration],
        options: &ApplyOptions,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Outcome, Error> {
        self.mend().await?;
        if options.dry_run {
            let work = run::prepare_up(&mut self.connection, migrations, options).await?;
            return Ok(run::rehearsed(Direction::Up, &work));
        }
        let Some(mut session) = Session::begin(&mut self.connection, &self.options, progress).await? else {
            return Err(MigrationError::Cancelled.into());
        };
        let result = session.apply(migrations, options).await;
        self.broken = !session.alive;
        session.end().await;
        result
    }

    /// Records migrations as applied that the database has without having run them here, and runs nothing. Gives
    /// those that were recorded, or would be; none where all are recorded already.
    ///
    /// `proof` shows that the database is what the migrations make that it is given. It is awaited under the lock of a run, where there
    /// is anything to record, so that no other run comes between; where it fails, nothing is recorded.
    ///
    /// # Errors
    ///
    /// That of the proof. [`MigrationError::HalfDone`], [`MigrationError::Disagreement`],
    /// [`MigrationError::NotReady`] where the user may make no ledger, and those of waiting for the lock.
    pub async fn baseline<'m, E: From<Error>>(
        &mut self,
        migrations: &'m [Migration],
        options: &BaselineOptions,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
        proof: impl AsyncFnOnce(&'m [Migration]) -> Result<(), E>,
    ) -> Result<&'m [Migration], E> {
        self.mend().await?;
        if options.dry_run {
            let (wanted, recorded) =
                run::prepare_baseline(&mut self.connection, migrations, options.to).await?;
            let rest = wanted.get(recorded..).unwrap_or_default();
            if !rest.is_empty() {
                proof(wanted).await?;
            }
            return Ok(rest);
        }
        let Some(mut session) = Session::begin(&mut self.connection, &self.options, progress).await? else {
            return Err(Error::from(MigrationError::Cancelled).into());
        };
        let result = session.baseline(migrations, options.to, proof).await;
        self.broken = !session.alive;
        session.end().await;
        result
    }

    /// Takes migrations back, the last one first.
    ///
    /// Refuses, before anything runs, what has no way back, and what would lose rows unless that
    /// is allowed. A migration that is partly applied is taken back as well.
    ///
    /// # Errors
    ///
    /// [`Error::Migration`]. [`MigrationError::Stopped`] says what is done; with all others nothing
    /// was run.
    pub async fn rollback(
        &mut self,
        migrations: &[Migration],
        options: &RollbackOptions,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Outcome, Error> {
        self.mend().await?;
        if options.dry_run {
            let work = run::prepare_down(&mut self.connection, migrations, options).await?;
            return Ok(run::rehearsed(Direction::Down, &work));
        }
        let Some(mut session) = Session::begin(&mut self.connection, &self.options, progress).await? else {
            return Err(MigrationError::Cancelled.into());
        };
        let result = session.take_back(migrations, options).await;
        self.broken = !session.alive;
        session.end().await;
        result
    }

    /// Runs a verification, such as the file of a migration in `verify/`, and gives back what the
    /// server remarked. It changes nothing: whatever it does is undone, settings included.
    ///
    /// # Errors
    ///
    /// [`MigrationError::NotVerified`] with what was raised.
    pub async fn verify_sql(&mut self, sql: &str) -> Result<Vec<Notice>, Error> {
        self.mend().await?;
        let mut notices = Vec::new();
        self.connection.execute("BEGIN").await?;
        let result = self.connection.execute_noting(sql, &mut notices).await;
        // The file may have ended the transaction itself; then this is a remark of the server.
        self.connection.execute("ROLLBACK").await?;
        self.connection
            .execute("RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP")
            .await?;
        // Who begins a transaction within ours is told so, and that is nobody's concern.
        notices.retain(|notice| notice.message != "there is already a transaction in progress");
        match result {
            Ok(_) => Ok(notices),
            Err(Error::Sql(source)) => Err(MigrationError::NotVerified { source, notices }.into()),
            Err(other) => Err(other),
        }
    }

    /// Connects again if the connection was lost, in a run or while it rested.
    async fn mend(&mut self) -> Result<(), Error> {
        let lost = self.broken
            || matches!(
                self.connection.query("SELECT 1").await,
                Err(Error::ConnectionLost { .. })
            );
        if lost {
            self.connection = self.connection.another().await?;
            self.broken = false;
        }
        Ok(())
    }
}
