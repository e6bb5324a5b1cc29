//! What is proven, in which order, and what every step of it needs.

use std::fmt;
use std::time::{Duration, Instant};

use voxanne_codegen::migrations::Migration;

use super::checklist::{self, Checklist, File};
use super::finding::seen;
use super::line::{Event, Line, Phase, Tell};
use super::samples::{Samples, Script};
use crate::apply::{Runner, RunnerOptions};
use crate::connection::Connection;
use crate::dump::{DumpOptions, dump_schema};
use crate::error::Error;
use crate::scratch::ScratchServer;

/// What is to be proven.
#[derive(Clone, Copy, Debug)]
pub struct Material<'m> {
    /// The migrations, in order.
    pub migrations: &'m [Migration],
    /// The rows that come in on the way.
    pub samples: &'m Samples,
    /// The acceptance checks, which are made once everything is applied.
    pub checklists: &'m [Checklist],
    /// What the checks can look at, besides the database.
    pub files: &'m [File],
}

/// How it is proven.
#[derive(Clone, Debug)]
pub struct TrialOptions {
    /// The database, which has what the platform has, and no migration.
    pub database: String,
    /// How migrations are run.
    pub runner: RunnerOptions,
    /// Keeps a copy of the database, as it is before the way down, under this name.
    pub keep: Option<String>,
}

/// Takes a database all the way up and down, and gives everything that was seen, in order. A line
/// that failed does not end it: whatever the way up has come to is taken back.
///
/// All rows of the database are lost, which is why it must be one of a scratch server.
///
/// # Errors
///
/// What goes wrong with the server; what goes wrong in a migration, a sample or a check is a line.
pub async fn prove(
    material: Material<'_>,
    server: &ScratchServer,
    options: TrialOptions,
    tell: Tell<'_>,
) -> Result<Vec<Line>, Error> {
    let TrialOptions {
        database,
        runner,
        keep,
    } = options;
    let mut trial = Trial {
        material,
        url: server.url(&database),
        options: runner,
        dump: DumpOptions {
            bin: Some(server.bin_dir().to_owned()),
            ..DumpOptions::default()
        },
        tell,
        lines: Vec::new(),
    };
    tell(Event::Doing("looking at what there is"));
    let before = trial.dump().await?;
    let all_applied = trial.up().await?;
    trial.check(all_applied).await?;
    if let Some(name) = keep {
        server.create_database_from(&name, &database).await?;
    }
    trial.down().await?;
    trial.compare(&before).await?;
    Ok(trial.lines)
}

/// A trial at work on a database.
pub(super) struct Trial<'m> {
    pub(super) material: Material<'m>,
    url: String,
    options: RunnerOptions,
    dump: DumpOptions,
    pub(super) tell: Tell<'m>,
    pub(super) lines: Vec<Line>,
}

impl Trial<'_> {
    /// Makes the acceptance checks, if everything is there that they look at.
    async fn check(&mut self, all_applied: bool) -> Result<(), Error> {
        if !all_applied && !self.material.checklists.is_empty() {
            let seen = "not made, for the way up stopped".to_owned();
            self.keep(
                Phase::Acceptance,
                "the acceptance checks",
                Duration::ZERO,
                Err(seen),
            );
            return Ok(());
        }
        for checklist in self.material.checklists {
            (self.tell)(Event::Doing(&format!("checking {}", checklist.path.display())));
            let mut made = Vec::new();
            let tell = self.tell;
            checklist::run(checklist, self.material.files, &self.url, |checked| {
                let line = Line::from(checked);
                tell(Event::Seen(&line));
                made.push(line);
            })
            .await?;
            self.lines.append(&mut made);
        }
        Ok(())
    }

    pub(super) async fn runner(&self) -> Result<Runner, Error> {
        Ok(Runner::new(
            Connection::connect(&self.url).await?,
            self.options.clone(),
        ))
    }

    /// What the database holds.
    pub(super) async fn dump(&self) -> Result<String, Error> {
        dump_schema(&self.url, &self.dump).await
    }

    /// Keeps what was seen. Tells whether it is good.
    pub(super) fn keep(
        &mut self,
        phase: Phase,
        title: impl fmt::Display,
        took: Duration,
        result: Result<String, String>,
    ) -> bool {
        let passed = result.is_ok();
        let line = Line::new(phase, title, took, result);
        (self.tell)(Event::Seen(&line));
        self.lines.push(line);
        passed
    }

    /// Runs a script of sample rows in a session of its own.
    pub(super) async fn run_sample(&mut self, phase: Phase, script: &Script) -> Result<bool, Error> {
        let since = Instant::now();
        (self.tell)(Event::Doing(&script.name));
        let mut session = Connection::connect(&self.url).await?;
        let result = match session.execute(&script.sql).await {
            Ok(outcome) if outcome.rows == 1 => Ok("1 row".to_owned()),
            Ok(outcome) => Ok(format!("{} rows", outcome.rows)),
            Err(error) => Err(seen(error)?),
        };
        session.close().await?;
        Ok(self.keep(phase, &script.name, since.elapsed(), result))
    }
}
