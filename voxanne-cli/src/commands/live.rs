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
    /// What the server remarked.
    notices: Vec<String>,
}

/// The output of a run: events go in, lines come out, and what was finished is kept.
pub(super) struct Live<'l, 'o> {
    output: Mutex<&'l mut Output<'o>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: Vec<Done>,
    /// What the server remarked on the migration at work.
    notices: Vec<String>,
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
        if let Some(note) = note(event) {
            output.note(note);
        }
        if let Some(doing) = doing(event) {
            output.progress(doing);
        }
        if let Progress::Notice { notice, .. } = event {
            lock(&self.state).notices.push(notice.message.clone());
        }
        if let Progress::Finished {
            migration,
            direction,
            took,
        } = event
        {
            self.finished(&mut output, migration, *direction, *took);
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
        let notices = std::mem::take(&mut state.notices);
        state.done.push(Done {
            migration: migration.clone(),
            took_ms: milliseconds(took),
            notices,
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

/// What everybody should know of an event, watching or not.
fn note(event: &Progress<'_>) -> Option<String> {
    let note = match event {
        Progress::Waiting { holder } => {
            let holder = holder.map(|holder| format!(": {holder}")).unwrap_or_default();
            format!("waiting for another run on this database{holder}")
        }
        Progress::Started {
            migration,
            resumed_after: Some(done),
            ..
        } => {
            format!("going on with {migration} after its statement {done}")
        }
        Progress::CleaningUp { migration, sql } => {
            format!("removing what an interrupted run of {migration} left: {sql}")
        }
        Progress::Retrying {
            migration,
            error,
            attempt: (next, of),
            wait,
        } => {
            let (message, wait) = (printable(&error.message), seconds(*wait));
            format!("{migration} gave way: {message}; attempt {next} of {of} in {wait}")
        }
        Progress::Notice { migration, notice } if notice.level >= NoticeLevel::Notice => {
            let word = if notice.level == NoticeLevel::Warning {
                "warning"
            } else {
                "notice"
            };
            format!("{word}: {migration}: {}", printable(&notice.message))
        }
        _ => return None,
    };
    Some(note)
}

/// What is being done from an event on.
fn doing(event: &Progress<'_>) -> Option<String> {
    match event {
        Progress::Started {
            migration,
            direction,
            place: (place, of),
            ..
        } => {
            let verb = match direction {
                Direction::Up => "applying",
                Direction::Down => "rolling back",
            };
            Some(format!("{verb} {place} of {of}: {migration}"))
        }
        Progress::Statement {
            migration,
            place: (place, of),
            sql,
        } => {
            let sql = sql.lines().next().unwrap_or_default();
            Some(format!("{migration}, statement {place} of {of}: {sql}"))
        }
        _ => None,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
