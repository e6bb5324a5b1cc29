//! A trial as a person reads it: a checklist with what was seen, and what it all comes to.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use voxanne_postgres::trial::{Event, Line, Phase, Verdict};

use super::{count, milliseconds, seconds};
use crate::output::{FileNames, Output, printable};

/// What took less than this took no time.
const WORTH_SAYING: Duration = Duration::from_millis(50);

/// What was said last.
#[derive(Default)]
pub(super) struct Shown {
    phase: Option<Phase>,
}

/// Says one event.
pub(super) fn event(output: &mut Output<'_>, shown: &mut Shown, event: &Event<'_>) {
    match event {
        Event::Doing(what) => output.progress(what),
        Event::Seen(line) => {
            if shown.phase.replace(line.phase) != Some(line.phase) {
                let name = output.palette().name;
                output.say(format_args!("\n{name}{}{name:#}", heading(line.phase)));
            }
            say(output, line);
        }
    }
}

const fn heading(phase: Phase) -> &'static str {
    match phase {
        Phase::Up => "up",
        Phase::Acceptance => "acceptance",
        Phase::Down => "down",
        Phase::Left => "left",
    }
}

fn say(output: &mut Output<'_>, line: &Line) {
    let palette = output.palette();
    let (style, word) = match line.verdict {
        Verdict::Passed => (palette.good, "ok"),
        Verdict::Failed => (palette.error, "FAILED"),
        Verdict::Skipped => (palette.warning, "skipped"),
    };
    let number = line
        .number
        .as_ref()
        .map(|number| format!("{number:<5} "))
        .unwrap_or_default();
    let (title, dim) = (printable(&line.title), palette.dim);
    let took = if line.took < WORTH_SAYING {
        String::new()
    } else {
        format!("  {}", seconds(line.took))
    };
    output.say(format_args!(
        "  {style}{word:<8}{style:#}{number}{title}{dim}{took}{dim:#}"
    ));
    for seen in line.seen.lines() {
        output.say(format_args!("{:16}{dim}{}{dim:#}", "", printable(seen)));
    }
    if let (Verdict::Failed, Some((path, number))) = (line.verdict, &line.place) {
        let file = output.files.of(path);
        output.say(format_args!("{:16}--> {file}:{number}", ""));
    }
}

/// A line, for machines.
pub(super) fn document(line: &Line, files: &FileNames) -> Value {
    json!({
        "phase": line.phase,
        "title": line.title,
        "number": line.number,
        "file": line.place.as_ref().map(|(path, _)| files.of(path)),
        "line": line.place.as_ref().map(|(_, line)| line),
        "verdict": line.verdict,
        "seen": line.seen,
        "took_ms": milliseconds(line.took),
    })
}

/// How many of what there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

/// What a trial comes to.
pub(super) struct Summary {
    pub(super) acceptance: Counts,
    /// Everything else: migrations, sample rows, verifications, what is left.
    rest: Counts,
    migrations: usize,
    took: Duration,
}

impl Counts {
    fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut counts = Self::default();
        for line in lines {
            match line.verdict {
                Verdict::Passed => counts.passed += 1,
                Verdict::Failed => counts.failed += 1,
                Verdict::Skipped => counts.skipped += 1,
            }
        }
        counts
    }

    const fn all(self) -> usize {
        self.passed + self.failed + self.skipped
    }
}

impl Summary {
    pub(super) fn of(lines: &[Line], migrations: usize, took: Duration) -> Self {
        let is_check = |line: &&Line| line.phase == Phase::Acceptance;
        Self {
            acceptance: Counts::of(lines.iter().filter(is_check)),
            rest: Counts::of(lines.iter().filter(|line| !is_check(line))),
            migrations,
            took,
        }
    }

    pub(super) const fn failed(&self) -> usize {
        self.acceptance.failed + self.rest.failed
    }

    pub(super) fn say(&self, output: &mut Output<'_>) {
        let palette = output.palette();
        let (
            checks,
            Counts {
                passed,
                failed,
                skipped,
            },
        ) = (self.acceptance, self.acceptance);
        let number = count(checks.all(), "acceptance check");
        output.say(format_args!(
            "\n{number}: {passed} passed, {failed} failed, {skipped} skipped"
        ));
        let (steps, wrong) = (count(self.rest.all(), "step"), self.rest.failed);
        let migrations = count(self.migrations, "migration");
        output.say(format_args!("{migrations}, {steps} up and down: {wrong} failed"));
        let (style, word) = match self.failed() {
            0 => (palette.good, "proven"),
            _ => (palette.error, "NOT PROVEN"),
        };
        output.say(format_args!("{style}{word}{style:#} in {}", seconds(self.took)));
    }
}
