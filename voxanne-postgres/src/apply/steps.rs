//! Migrations whose statements run one by one, because some of them cannot run in a transaction.
//!
//! The ledger keeps how many are done. A statement that can run in a transaction is recorded in its
//! own, so it never runs twice. One that cannot (an index built `CONCURRENTLY`, a backfill in
//! batches) is recorded after it: an interruption between the two makes the next run look whether
//! it was done, or remove what it left and run it once more, which changes nothing that was right.

use voxanne_codegen::migrations::StatementRecord;
use voxanne_codegen::plan::{Delta, LockMode, TransactionMode};
use voxanne_codegen::sql::literal;
use voxanne_schema::object::ObjectId;

use super::agenda::Work;
use super::lock::is_true;
use super::progress::{Direction, Progress};
use super::session::{Halt, Session};
use super::transaction::{done, gone};
use crate::error::Error;
use crate::ledger;
use crate::notice::Notice;

impl Session<'_> {
    /// Runs the statements of a migration, from the first one that is not done.
    pub(super) async fn step_by_step(&mut self, work: &Work<'_>) -> Result<Vec<Notice>, Halt> {
        if work.resume.is_none() {
            self.announce(work).await?;
        }
        let mut notices = Vec::new();
        let first = work.resume.unwrap_or_default();
        for (place, statement) in work.statements().iter().enumerate().skip(first) {
            self.check_cancelled()?;
            let dirty = work.dirty && place == first;
            notices.extend(self.step(work, place, statement, dirty).await?);
        }
        if first >= work.statements().len() {
            self.record(&done(work)).await?;
        }
        Ok(notices)
    }

    /// Notes that a migration has begun.
    async fn announce(&mut self, work: &Work<'_>) -> Result<(), Halt> {
        self.record(&match work.direction {
            Direction::Up => ledger::mark_running(work.migration),
            Direction::Down => ledger::revert(work.migration.record.name.version),
        })
        .await
    }

    /// Writes to the ledger by itself. A cancellation of what came before may arrive only here; what
    /// is done is recorded all the same.
    async fn record(&mut self, write: &str) -> Result<(), Halt> {
        match self.try_to_record(write).await {
            Err(Halt::Failed(error)) if error.code() == Some("57014") => {
                self.roll_back().await?;
                self.try_to_record(write).await
            }
            result => result,
        }
    }

    async fn try_to_record(&mut self, write: &str) -> Result<(), Halt> {
        self.begin_transaction().await?;
        self.note(write).await?;
        self.commit().await
    }

    async fn step(
        &mut self,
        work: &Work<'_>,
        place: usize,
        statement: &StatementRecord,
        mut dirty: bool,
    ) -> Result<Vec<Notice>, Halt> {
        let mut attempt = 1;
        loop {
            let result = match statement.transaction {
                TransactionMode::Alone => self.alone(work, place, statement, dirty).await,
                TransactionMode::Inside => self.inside(work, place, statement).await,
            };
            let halt = match result {
                Ok(notices) => return Ok(notices),
                Err(halt) => halt,
            };
            if let Err(halt) = self.try_again(work, halt, attempt).await {
                return Err(self.tidy(work, place, statement, halt).await);
            }
            attempt += 1;
            dirty = true;
        }
    }

    /// A statement that runs in a transaction with its record.
    async fn inside(
        &mut self,
        work: &Work<'_>,
        place: usize,
        statement: &StatementRecord,
    ) -> Result<Vec<Notice>, Halt> {
        self.begin_transaction().await?;
        let timeout = self.options.lock_timeout.as_millis();
        self.insist(&format!("SET LOCAL lock_timeout = {timeout}"))
            .await?;
        let notices = self.statement(work, place, statement).await?;
        self.check_cancelled()?;
        self.note(&self.progress_of(work, place)).await?;
        self.commit().await?;
        Ok(notices)
    }

    /// A statement that runs outside of any transaction, and is recorded after it.
    async fn alone(
        &mut self,
        work: &Work<'_>,
        place: usize,
        statement: &StatementRecord,
        dirty: bool,
    ) -> Result<Vec<Notice>, Halt> {
        self.limit_lock_waits(statement).await?;
        let mut notices = Vec::new();
        if !(dirty && self.is_built(work).await?) {
            if let (true, Some(clean_up)) = (dirty, &statement.clean_up) {
                self.clean_up(work, clean_up).await?;
            }
            notices = self.statement(work, place, statement).await?;
        }
        self.record(&self.progress_of(work, place)).await?;
        Ok(notices)
    }

    /// Readers and writers pass a statement that takes no more than SHARE UPDATE EXCLUSIVE, also
    /// while it waits: it may wait for as long as it takes.
    async fn limit_lock_waits(&mut self, statement: &StatementRecord) -> Result<(), Halt> {
        let locks = &statement.locks;
        let passes = !locks.is_empty()
            && locks
                .iter()
                .all(|lock| lock.mode == LockMode::ShareUpdateExclusive);
        let timeout = if passes {
            0
        } else {
            self.options.lock_timeout.as_millis()
        };
        self.insist(&format!("SET lock_timeout = {timeout}")).await
    }

    async fn statement(
        &mut self,
        work: &Work<'_>,
        place: usize,
        statement: &StatementRecord,
    ) -> Result<Vec<Notice>, Halt> {
        let (sql, lines_before) = work.sql(statement)?;
        self.report(Progress::Statement {
            migration: &work.migration.record.name,
            place: (place + 1, work.statements().len()),
            sql,
        });
        self.run(sql).await.map_err(|halt| match halt {
            Halt::Failed(Error::Sql(error)) => {
                Halt::Failed(Error::Sql(Box::new(error.in_file(place, lines_before))))
            }
            other => other,
        })
    }

    /// What the ledger notes when a statement is done.
    fn progress_of(&self, work: &Work<'_>, place: usize) -> String {
        if place + 1 == work.statements().len() {
            done(work)
        } else {
            ledger::mark_statements(work.migration.record.name.version, place + 1)
        }
    }

    async fn clean_up(&mut self, work: &Work<'_>, sql: &str) -> Result<(), Halt> {
        self.report(Progress::CleaningUp {
            migration: &work.migration.record.name,
            sql,
        });
        self.run(sql).await.map(drop)
    }

    /// Whether the index that an interrupted migration builds is there, whole: the run was then
    /// interrupted after it, and before the ledger knew.
    async fn is_built(&mut self, work: &Work<'_>) -> Result<bool, Halt> {
        let [Delta::Create(object)] = work.migration.record.changes.as_slice() else {
            return Ok(false);
        };
        let (ObjectId::Index(name), Direction::Up, [_]) = (object.id(), work.direction, work.statements())
        else {
            return Ok(false);
        };
        let query = format!(
            "SELECT i.indisvalid AND i.indisready AND i.indislive
            FROM pg_catalog.pg_index AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relname = {} AND n.nspname = {}",
            literal(name.name.as_str()),
            literal(name.namespace.as_str())
        );
        Ok(is_true(&self.connection.query(&query).await?))
    }

    /// After a statement that failed for good: removes what it left at once, because a half-built
    /// unique index goes on refusing rows. If nothing of the migration is left then, the ledger
    /// forgets it. What cannot be removed now is removed by the next run.
    async fn tidy(&mut self, work: &Work<'_>, place: usize, statement: &StatementRecord, halt: Halt) -> Halt {
        let Some(clean_up) = &statement.clean_up else {
            return halt;
        };
        if !self.alive || matches!(halt, Halt::Lost(_)) {
            return halt;
        }
        self.report(Progress::CleaningUp {
            migration: &work.migration.record.name,
            sql: clean_up,
        });
        // Even when the run was cancelled; but somebody who waits for us to end waits not for long.
        let removed =
            self.insist("SET lock_timeout = '3s'").await.is_ok() && self.insist(clean_up).await.is_ok();
        if removed && place == 0 && work.direction == Direction::Up && self.record(&gone(work)).await.is_err()
        {
            let _ = self.roll_back().await;
        }
        halt
    }
}
