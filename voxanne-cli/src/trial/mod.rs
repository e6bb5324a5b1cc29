//! A folder of migrations, proven on an empty database: all the way up with sample rows, verified
//! at every step, checked, all the way down, and nothing left.
//!
//! Says what it does by events, and keeps a line for each thing that it has seen. What goes wrong in
//! a script is such a line; what goes wrong with the server ends the trial.
//!
//! Depends on `voxanne-codegen`, `voxanne-postgres` and the module `checklist`. It prints nothing.

mod down;
mod samples;
mod up;

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;
use voxanne_codegen::migrations::Migration;
use voxanne_postgres::apply::Cause;
use voxanne_postgres::{Connection, DumpOptions, Error, MigrationError, Runner, RunnerOptions, dump_schema};

use crate::checklist::{self, Checked, Checklist, File, Verdict};

pub(crate) use self::samples::{SampleError, Samples};

/// The part of a trial that a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    Up,
    Acceptance,
    Down,
    Left,
}

/// Something that was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) phase: Phase,
    /// What: a migration, a file, a check.
    pub(crate) title: String,
    /// The number of an acceptance check.
    pub(crate) number: Option<String>,
    /// The file and line of an acceptance check.
    pub(crate) place: Option<(PathBuf, usize)>,
    pub(crate) verdict: Verdict,
    /// What was seen; may be empty where nothing needs saying.
    pub(crate) seen: String,
    pub(crate) took: Duration,
}

/// What a trial tells while it is at work.
pub(crate) enum Event<'e> {
    /// It begins with something.
    Doing(&'e str),
    /// It has seen something.
    Seen(&'e Line),
}

/// Whoever is told.
pub(crate) type Tell<'t> = &'t (dyn Fn(Event<'_>) + Sync);

/// What is to be proven.
pub(crate) struct Material<'m> {
    pub(crate) migrations: &'m [Migration],
    pub(crate) samples: &'m Samples,
    pub(crate) checklists: &'m [Checklist],
    /// What the checks can look at, besides the database.
    pub(crate) files: &'m [File],
}

/// A trial at work on a database.
pub(crate) struct Trial<'m> {
    material: Material<'m>,
    url: String,
    options: RunnerOptions,
    dump: DumpOptions,
    tell: Tell<'m>,
    /// What the database held before the first migration.
    before: String,
    pub(crate) lines: Vec<Line>,
}

impl<'m> Trial<'m> {
    /// A trial on a database without migrations.
    pub(crate) async fn begin(
        material: Material<'m>,
        url: String,
        options: RunnerOptions,
        dump: DumpOptions,
        tell: Tell<'m>,
    ) -> Result<Self, Error> {
        tell(Event::Doing("looking at what there is"));
        let before = dump_schema(&url, &dump).await?;
        Ok(Self {
            material,
            url,
            options,
            dump,
            tell,
            before,
            lines: Vec::new(),
        })
    }

    /// Makes the acceptance checks, if everything is there that they look at.
    pub(crate) async fn check(&mut self, all_applied: bool) -> Result<(), Error> {
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
                let line = line_of(checked);
                tell(Event::Seen(&line));
                made.push(line);
            })
            .await?;
            self.lines.append(&mut made);
        }
        Ok(())
    }

    async fn runner(&self) -> Result<Runner, Error> {
        Ok(Runner::new(
            Connection::connect(&self.url).await?,
            self.options.clone(),
        ))
    }

    /// Keeps what was seen. Tells whether it is good.
    fn keep(
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
    async fn run_sample(&mut self, phase: Phase, script: &samples::Script) -> Result<bool, Error> {
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

impl Line {
    /// A line that passed or failed.
    fn new(phase: Phase, title: impl fmt::Display, took: Duration, result: Result<String, String>) -> Self {
        Self {
            phase,
            title: title.to_string(),
            number: None,
            place: None,
            verdict: if result.is_ok() {
                Verdict::Passed
            } else {
                Verdict::Failed
            },
            seen: result.unwrap_or_else(|seen| seen),
            took,
        }
    }
}

fn line_of(checked: Checked) -> Line {
    Line {
        phase: Phase::Acceptance,
        title: checked.title,
        number: Some(checked.number),
        place: Some((checked.path, checked.line)),
        verdict: checked.verdict,
        seen: checked.seen,
        took: checked.elapsed,
    }
}

/// What went wrong in a script or a migration, as what was seen; what went wrong with the server is
/// passed on.
fn seen(error: Error) -> Result<String, Error> {
    let is_finding = match &error {
        Error::Sql(_) => true,
        Error::Migration(error) => match &**error {
            MigrationError::Stopped(stopped) => matches!(&stopped.cause, Cause::Failed(Error::Sql(_))),
            MigrationError::Locked { .. }
            | MigrationError::SharedSession
            | MigrationError::ServerTooOld { .. }
            | MigrationError::ReadOnly { .. } => false,
            _ => true,
        },
        _ => false,
    };
    if !is_finding {
        return Err(error);
    }
    let mut text = error.to_string();
    if let Some(help) = error.help() {
        text.push_str("\nhelp: ");
        text.push_str(&help);
    }
    Ok(text)
}
