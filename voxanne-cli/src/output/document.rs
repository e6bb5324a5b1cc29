//! The one JSON document that a command answers with.

use serde::Serialize;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::report::Problem;

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// What it found or did, for machines.
    pub(crate) result: Value,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) errors: Vec<Problem>,
}

impl Answer {
    /// An answer without anything wrong in it.
    pub(crate) fn new(outcome: Outcome, result: impl Serialize) -> Self {
        // Our own types always serialize: their keys are words, their numbers finite.
        let result = serde_json::to_value(result).unwrap_or_default();
        Self {
            outcome,
            result,
            warnings: Vec::new(),
            errors: Vec::new(),
        }
    }
}

/// What every document holds, whatever the command.
#[derive(Serialize)]
struct Document<'a> {
    /// The command; nothing when the arguments name none.
    command: Option<&'a str>,
    outcome: Outcome,
    exit_code: u8,
    result: &'a Value,
    warnings: &'a [Problem],
    errors: &'a [Problem],
}

pub(super) fn render(command: Option<&str>, answer: &Answer) -> String {
    let document = Document {
        command,
        outcome: answer.outcome,
        exit_code: answer.outcome.code(),
        result: &answer.result,
        warnings: &answer.warnings,
        errors: &answer.errors,
    };
    serde_json::to_string_pretty(&document).unwrap_or_default()
}
