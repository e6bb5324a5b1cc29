//! The order of a run once it holds the lock: look, refuse, check, work.

use std::time::{Duration, Instant};

use voxanne_codegen::migrations::{Migration, MigrationName};

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

impl Session<'_> {
    async fn apply(&mut self, migrations: &[Migration], options: &ApplyOptions) -> Result<Outcome, Error> {
        let rows = ledger::read(self.connection).await?.unwrap_or_default();
        let work = agenda::up(migrations, &rows, options.to)?;
        if !work.is_empty() {
            preflight::check(self.connection, &work, migrations).await?;
        }
        self.work_through(Direction::Up, &work).await
    }

    async fn roll_back_migrations(
        &mut self,
        migrations: &[Migration],
        options: &RollbackOptions,
    ) -> Result<Outcome, Error> {
        let rows = ledger::read(self.connection).await?.unwrap_or_default();
        let work = agenda::down(migrations, &rows, options.target)?;
        check_way_back(self.connection, &work, migrations, options).await?;
        self.work_through(Direction::Down, &work).await
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

/// Refuses what cannot be undone, or would lose what nobody has allowed to be lost.
async fn check_way_back(
    connection: &mut Connection,
    work: &[Work<'_>],
    migrations: &[Migration],
    options: &RollbackOptions,
) -> Result<(), Error> {
    let irreversible: Vec<(MigrationName, Vec<String>)> = work
        .iter()
        .map(|work| &work.migration.record)
        .filter(|record| !record.irreversible.is_empty())
        .map(|record| (record.name.clone(), record.irreversible.clone()))
        .collect();
    if !irreversible.is_empty() {
        return Err(MigrationError::Irreversible {
            migrations: irreversible,
        }
        .into());
    }
    if work.is_empty() {
        return Ok(());
    }
    preflight::takes_writes(connection).await?;
    if options.allow_data_loss {
        return Ok(());
    }
    let losses = data_loss::losses(connection, work, migrations).await?;
    if losses.is_empty() {
        return Ok(());
    }
    Err(MigrationError::LosesData { losses }.into())
}

fn rehearsed(direction: Direction, work: &[Work<'_>]) -> Outcome {
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
