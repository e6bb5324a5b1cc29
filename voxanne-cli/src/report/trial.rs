//! What is wrong with the files of a trial: checks and sample rows.

use voxanne_postgres::trial::MaterialError;

use super::{Failure, Problem};
use crate::outcome::Outcome;

impl From<&MaterialError> for Problem {
    fn from(error: &MaterialError) -> Self {
        let mut problem = Self::error(error.to_string()).code(code(error));
        problem.help = error.help().map(str::to_owned);
        if let MaterialError::InvalidCheck { path, line, text, .. } = error {
            problem.excerpt = Some(format!("{line:>4} | {text}"));
            problem = problem.at(format!("{}:{line}", path.display()));
        }
        problem
    }
}

impl From<Vec<MaterialError>> for Failure {
    fn from(errors: Vec<MaterialError>) -> Self {
        Self {
            outcome: Outcome::Wrong,
            problems: errors.iter().map(Problem::from).collect(),
            text: None,
        }
    }
}

const fn code(error: &MaterialError) -> &'static str {
    match error {
        MaterialError::Io { .. } => "unreadable_file",
        MaterialError::UnknownSample { .. } => "unknown_sample",
        MaterialError::InvalidCheck { .. } => "invalid_check",
    }
}
