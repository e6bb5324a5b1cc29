//! The order of a run once it holds the lock: look, refuse, check, work.

use std::time::{Duration, Instant};

use voxanne_codegen::migrations::{Migration, MigrationName, Version};

use super::agenda::{self, Work};
use super::data_loss;
use super::error::MigrationError;
use super::options::{ApplyOptions, RollbackOptions};
use super::preflight;
use super::progress::{Direction, Finished, Outcome, Progress};
use super::session::{Halt, Session};
use crate::connection::Connection;
use crate::error::Error;
use crate::ledger;

/// What is to be applied, once everything is checked that can be.
pub(super) async fn prepare_up<'m>(
    connection: &mut Connection,
    migrations: &'m [Migration],
    options: &ApplyOptions,
) -> Result<Vec<Work<'m>>, Error> {
    let rows = ledger::read_with(connection, migrations)
        .await?
        .unwrap_or_default();
    let work = agenda::up(migrations, &rows, options.to)?;
    if !work.is_empty() {
        preflight::check(connection, &work, migrations).await?;
    }
    Ok(work)
}

/// What a baseline makes, and how much of it is recorded already, once everything is checked that needs no
/// second database.
pub(super) async fn prepare_baseline<'m>(
    connection: &mut Connection,
    migrations: &'m [Migration],
    to: Option<Version>,
) -> Result<(&'m [Migration], usize), Error> {
    let rows = ledger::read_with(connection, migrations)
        .await?
        .unwrap_or_default();
    let (wanted, recorded) = agenda::baseline(migrations, &rows, to)?;
    if recorded < wanted.len() {
        // Nothing runs, but the ledger needs a place.
        preflight::check(connection, &[], migrations).await?;
    }
    Ok((wanted, recorded))
}

/// What is to be taken back, once everything is checked that can be.
pub(super) async fn prepare_down<'m>(
    connection: &mut Connection,
    migrations: &'m [Migration],
    options: &RollbackOptions,
) -> Result<Vec<Work<'m>>, Error> {
    let rows = ledger::read_with(connection, migrations)
        .await?
        .unwrap_or_default();
    let work = agenda::down(migrations, &rows, options.target)?;
    refuse_irreversible(&work)?;
    if work.is_empty() {
        return Ok(work);
    }
    preflight::takes_writes(connection).await?;
    if !options.allow_data_loss {
        let losses = data_loss::losses(connection, &work, migrations).await?;
        if !losses.is_empty() {
            return Err(MigrationError::LosesData { losses }.into());
        }
    }
    Ok(work)
}

fn refuse_irreversible(work: &[Work<'_>]) -> Result<(), MigrationError> {
    let migrations: Vec<(MigrationName, Vec<String>)> = work
        .iter()
        .map(|work| &work.migration.record)
        .filter(|record| !record.irreversible.is_empty())
        .map(|record| (record.name.clone(), record.irreversible.clone()))
        .collect();
    if migrations.is_empty() {
        return Ok(());
    }
    Err(MigrationError::Irreversible { migrations })
}

/// What a run would come to.
pub(super) fn rehearsed(direction: Direction, work: &[Work<'_>]) -> Outcome {
    let finished = |work: &Work<'_>| Finished {
        name: work.migration.record.name.clone(),
        took: Duration::ZERO,
        notices: Vec::new(),
    };
    Outcome {
        direction,
        dry_run: true,
        migrations: work.iter().map(finished).collect(),
    }
}

impl Session<'_> {
    /// Applies what is pending.
    pub(super) async fn apply(
        &mut self,
        migrations: &[Migration],
        options: &ApplyOptions,
    ) -> Result<Outcome, Error> {
        ledger::adopt(self.connection, migrations).await?;
        let work = prepare_up(self.connection, migrations, options).await?;
        self.work_through(Direction::Up, &work).await
    }

    /// Takes back what was asked for.
    pub(super) async fn take_back(
        &mut self,
        migrations: &[Migration],
        options: &RollbackOptions,
    ) -> Result<Outcome, Error> {
        ledger::adopt(self.connection, migrations).await?;
        let work = prepare_down(self.connection, migrations, options).await?;
        self.keeps_rows = !options.allow_data_loss;
        self.work_through(Direction::Down, &work).await
    }

    /// Records what the database has, once that is proven.
    pub(super) async fn baseline<'m, E: From<Error>>(
        &mut self,
        migrations: &'m [Migration],
        to: Option<Version>,
        proof: impl AsyncFnOnce(&'m [Migration]) -> Result<(), E>,
    ) -> Result<&'m [Migration], E> {
        ledger::adopt(self.connection, migrations).await?;
        let (wanted, recorded) = prepare_baseline(self.connection, migrations, to).await?;
        let rest = wanted.get(recorded..).unwrap_or_default();
        if !rest.is_empty() {
            proof(wanted).await?;
            self.record_baseline(rest).await?;
        }
        Ok(rest)
    }

    /// Records migrations that the database has: all of them, or none.
    async fn record_baseline(&mut self, wanted: &[Migration]) -> Result<(), Error> {
        let recorded = self.try_to_record_baseline(wanted).await;
        let halt = match recorded {
            Ok(()) => return Ok(()),
            Err(halt) => halt,
        };
        if self.alive {
            // What went wrong before is what is told.
            let _ = self.roll_back().await;
        }
        Err(match halt {
            Halt::Cancelled => MigrationError::Cancelled.into(),
            Halt::Lost(error) | Halt::Failed(error) => error,
        })
    }

    async fn try_to_record_baseline(&mut self, wanted: &[Migration]) -> Result<(), Halt> {
        self.check_cancelled()?;
        self.begin_transaction().await?;
        for migration in wanted {
            self.note(&ledger::record_baseline(migration)).await?;
        }
        self.check_cancelled()?;
        self.commit().await
    }

    async fn work_through(&mut self, direction: Direction, work: &[Work<'_>]) -> Result<Outcome, Error> {
        let mut migrations: Vec<Finished> = Vec::new();
        for (place, one) in work.iter().enumerate() {
            match self.one(one, (place + 1, work.len())).await {
                Ok(finished) => migrations.push(finished),
                Err(halt) => {
                    let done = migrations.into_iter().map(|finished| finished.name).collect();
                    return Err(self.stopped(one, done, halt).await.into());
                }
            }
        }
        Ok(Outcome {
            direction,
            dry_run: false,
            migrations,
        })
    }

    async fn one(&mut self, work: &Work<'_>, place: (usize, usize)) -> Result<Finished, Halt> {
        self.check_cancelled()?;
        let (name, direction) = (&work.migration.record.name, work.direction);
        let since = Instant::now();
        self.report(Progress::Started {
            migration: name,
            direction,
            place,
            resumed_after: work.resume,
        });
        let notices = self.migrate(work).await?;
        for notice in &notices {
            self.report(Progress::Notice {
                migration: name,
                notice,
            });
        }
        let took = since.elapsed();
        self.report(Progress::Finished {
            migration: name,
            direction,
            took,
        });
        Ok(Finished {
            name: name.clone(),
            took,
            notices,
        })
    }
}
