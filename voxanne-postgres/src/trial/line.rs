//! What a trial has seen, and what it says meanwhile.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::checklist::{Checked, Verdict};

/// The part of a trial that a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The way up: migrations, sample rows, verifications.
    Up,
    /// The acceptance checks.
    Acceptance,
    /// The way down.
    Down,
    /// What is left after it.
    Left,
}

/// Something that was looked at.
#[derive(Clone, Debug)]
pub struct Line {
    /// The part of the trial.
    pub phase: Phase,
    /// What: a migration, a file, a check.
    pub title: String,
    /// The number of an acceptance check.
    pub number: Option<String>,
    /// The file and the line, from 1, of an acceptance check.
    pub place: Option<(PathBuf, usize)>,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen; may be empty where nothing needs saying.
    pub seen: String,
    /// How long it took.
    pub took: Duration,
}

/// What a trial tells while it is at work.
#[derive(Clone, Copy, Debug)]
pub enum Event<'e> {
    /// It begins with something.
    Doing(&'e str),
    /// It has seen something.
    Seen(&'e Line),
}

/// Whoever is told.
pub type Tell<'t> = &'t (dyn Fn(Event<'_>) + Sync);

impl Line {
    /// A line that passed or failed.
    pub(super) fn new(
        phase: Phase,
        title: impl fmt::Display,
        took: Duration,
        result: Result<String, String>,
    ) -> Self {
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

impl From<Checked> for Line {
    fn from(checked: Checked) -> Self {
        Self {
            phase: Phase::Acceptance,
            title: checked.title,
            number: Some(checked.number),
            place: Some((checked.path, checked.line)),
            verdict: checked.verdict,
            seen: checked.seen,
            took: checked.elapsed,
        }
    }
}
