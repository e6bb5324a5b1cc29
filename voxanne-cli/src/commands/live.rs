//! What a run of migrations says while it is at work.

use std::future::Future;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use voxanne_codegen::migrations::MigrationName;
use voxanne_postgres::apply::Direction;
use voxanne_postgres::{NoticeLevel, Progress};

use super::{milliseconds, seconds};
use crate::output::{Output, printable};

/// How often the elapsed time is shown anew.
const TICK: Duration = Duration::from_millis(500);

/// A migration that a run has finished.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Done {
    pub(super) migration: MigrationName,
    took_ms: u64,
}

/// The output of a run: events go in, lines come out, and what was finished is kept.
pub(super) struct Live<'l, 'o> {
    output: Mutex<&'l mut Output<'o>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: Vec<Done>,
    /// Whether finished migrations are left unsaid, because they only prepare.
    quiet: bool,
}

impl<'l, 'o> Live<'l, 'o> {
    pub(super) fn new(output: &'l mut Output<'o>) -> Self {
        Self {
            output: Mutex::new(output),
            state: Mutex::default(),
        }
    }

    /// Leaves finished migrations unsaid, or says them.
    pub(super) fn quiet(&self, quiet: bool) {
        lock(&self.state).quiet = quiet;
    }

    /// What was finished since the last call.
    pub(super) fn take_done(&self) -> Vec<Done> {
        std::mem::take(&mut lock(&self.state).done)
    }

    /// The output itself, between two events.
    pub(super) fn output(&self) -> MutexGuard<'_, &'l mut Output<'o>> {
        lock(&self.output)
    }

    /// Awaits a future, and shows meanwhile how long it takes.
    pub(super) async fn watch<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            tokio::select! {
                biased;
                done = &mut future => return done,
                () = tokio::time::sleep(TICK) => self.output().tick(),
            }
        }
    }

    /// Shows an event.
    pub(super) fn show(&self, event: &Progress<'_>) {
        let mut output = self.output();
        match event {
            Progress::Waiting { holder } => {
                let holder = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
                output.note(format_args!("waiting for another run on this database{holder}"));
            }
            Progress::Started {
                migration,
                direction,
                place,
                resumed_after,
            } => {
                if let Some(done) = resumed_after {
                    output.note(format_args!(
                        "going on with {migration} after its statement {done}"
                    ));
                }
                let (place, of) = place;
                output.progress(format_args!("{} {place} of {of}: {migration}", doing(*direction)));
            }
            Progress::Statement {
                migration,
                place,
                sql,
            } => {
                let (place, of) = place;
                let sql = sql.lines().next().unwrap_or_default();
                output.progress(format_args!("{migration}, statement {place} of {of}: {sql}"));
            }
            Progress::CleaningUp { migration, sql } => {
                output.note(format_args!(
                    "removing what an interrupted run of {migration} left: {sql}"
                ));
            }
            Progress::Retrying {
                migration,
                error,
                attempt,
                wait,
            } => {
                let (next, of) = attempt;
                let wait = seconds(*wait);
                let message = printable(&error.message);
                output.note(format_args!(
                    "{migration} gave way: {message}; attempt {next} of {of} in {wait}"
                ));
            }
            Progress::Notice { migration, notice } if notice.level >= NoticeLevel::Notice => {
                let word = if notice.level == NoticeLevel::Warning {
                    "warning"
                } else {
                    "notice"
                };
                output.note(format_args!(
                    "{word}: {migration}: {}",
                    printable(&notice.message)
                ));
            }
            Progress::Finished {
                migration,
                direction,
                took,
            } => {
                self.finished(&mut output, migration, *direction, *took);
            }
            _ => {}
        }
    }

    fn finished(
        &self,
        output: &mut Output<'_>,
        migration: &MigrationName,
        direction: Direction,
        took: Duration,
    ) {
        let mut state = lock(&self.state);
        state.done.push(Done {
            migration: migration.clone(),
            took_ms: milliseconds(took),
        });
        if !state.quiet {
            let palette = output.palette();
            let (good, dim) = (palette.good, palette.dim);
            let took = seconds(took);
            output.say(format_args!(
                "{good}{direction}{good:#} {migration} {dim}{took}{dim:#}"
            ));
        }
    }
}

fn doing(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applying",
        Direction::Down => "rolling back",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
