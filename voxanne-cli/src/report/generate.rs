//! What `voxanne-codegen` finds wrong.

use voxanne_codegen::GenerateError;
use voxanne_codegen::plan::Hazard;
use voxanne_schema::diagnostic::{self, Diagnostic};

use super::{Failure, Problem, Severity};
use crate::outcome::Outcome;

impl From<&Diagnostic> for Problem {
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = match (&diagnostic.location, &diagnostic.object) {
            (Some(location), Some(object)) => Some(format!("{location} ({object})")),
            (Some(location), None) => Some(location.to_string()),
            (None, Some(object)) => Some(object.to_string()),
            (None, None) => None,
        };
        let severity = match diagnostic.severity {
            diagnostic::Severity::Error => Severity::Error,
            diagnostic::Severity::Warning => Severity::Warning,
        };
        Self {
            severity,
            place,
            ..Self::error(&diagnostic.message)
                .code(diagnostic.code.as_str())
                .help(&diagnostic.help)
        }
    }
}

impl From<&Hazard> for Problem {
    fn from(hazard: &Hazard) -> Self {
        let kind = hazard.kind.label();
        Self::error(&hazard.message)
            .code(kind)
            .help(format!("allow it with `generate --allow {kind}`"))
    }
}

impl From<GenerateError> for Failure {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Definition { diagnostics, text } => Self {
                outcome: Outcome::Wrong,
                problems: diagnostics.iter().map(Problem::from).collect(),
                text: Some(text),
            },
            GenerateError::Folder(errors) => Self::from(errors),
            GenerateError::Hazards(hazards) => Self {
                outcome: Outcome::Findings,
                problems: hazards.iter().map(Problem::from).collect(),
                text: None,
            },
            GenerateError::Io { action, path, source } => {
                let message = format!("cannot {action} `{}`: {source}", path.display());
                Self::wrong(message, GenerateError::io_help(&source))
            }
        }
    }
}
