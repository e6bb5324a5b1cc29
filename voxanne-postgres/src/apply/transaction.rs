//! Migrations that run in one transaction with their row in the ledger: all of it or nothing.

use voxanne_codegen::plan::TransactionMode;

use super::agenda::Work;
use super::data_loss;
use super::progress::{Direction, Progress};
use super::session::{Halt, Session};
use crate::error::Error;
use crate::ledger;
use crate::notice::Notice;

impl Session<'_> {
    /// Runs one migration, in whichever way it runs.
    pub(super) async fn migrate(&mut self, work: &Work<'_>) -> Result<Vec<Notice>, Halt> {
        match work.mode() {
            TransactionMode::Inside => self.in_transaction(work).await,
            TransactionMode::Alone => self.step_by_step(work).await,
        }
    }

    async fn in_transaction(&mut self, work: &Work<'_>) -> Result<Vec<Notice>, Halt> {
        let mut attempt = 1;
        loop {
            match self.attempt(work).await {
                Ok(notices) => return Ok(notices),
                Err(halt) => self.try_again(work, halt, attempt).await?,
            }
            attempt += 1;
        }
    }

    async fn attempt(&mut self, work: &Work<'_>) -> Result<Vec<Notice>, Halt> {
        self.begin_transaction().await?;
        if self.keeps_rows {
            let timeout = self.options.lock_timeout;
            data_loss::hold_empty_tables(self.connection, work, timeout).await?;
        }
        let notices = self.run(work.file()).await?;
        self.check_cancelled()?;
        self.note(&done(work)).await?;
        self.commit().await?;
        Ok(notices)
    }

    /// After a failed attempt: ends its transaction, and waits before the next one if there is to
    /// be one.
    pub(super) async fn try_again(&mut self, work: &Work<'_>, halt: Halt, attempt: u32) -> Result<(), Halt> {
        if !self.alive || matches!(halt, Halt::Lost(_)) {
            return Err(halt);
        }
        self.roll_back().await?;
        let (error, wait) = match (halt, self.options.retry.wait_after(attempt)) {
            (Halt::Failed(Error::Sql(error)), Some(wait)) if gave_way(&error.code) => (error, wait),
            (halt, _) => return Err(halt),
        };
        self.report(Progress::Retrying {
            migration: &work.migration.record.name,
            error: &error,
            attempt: (attempt + 1, self.options.retry.attempts),
            wait,
        });
        self.pause(wait).await
    }
}

/// Lock not available, deadlock, serialization failure: others came first.
fn gave_way(code: &str) -> bool {
    matches!(code, "55P03" | "40P01" | "40001")
}

/// What the ledger notes when a migration is done. With the last row goes the ledger itself.
pub(super) fn done(work: &Work<'_>) -> String {
    match work.direction {
        Direction::Up => ledger::finish(work.migration),
        Direction::Down => gone(work),
    }
}

/// What the ledger notes when nothing of a migration is left.
pub(super) fn gone(work: &Work<'_>) -> String {
    format!(
        "{};\n{}",
        ledger::delete(work.migration.record.name.version),
        ledger::REMOVE
    )
}
