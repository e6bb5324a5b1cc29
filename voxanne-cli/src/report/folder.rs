//! What is wrong with a folder of migrations.

use std::error::Error as _;

use voxanne_codegen::migrations::FolderError;

use super::{Failure, Problem};
use crate::outcome::Outcome;

impl From<&FolderError> for Problem {
    fn from(error: &FolderError) -> Self {
        let causes = error
            .source()
            .map(|cause| vec![cause.to_string()])
            .unwrap_or_default();
        Self {
            causes,
            ..Self::error(error.to_string())
                .code(code(error))
                .help(error.help())
        }
    }
}

impl From<Vec<FolderError>> for Failure {
    fn from(errors: Vec<FolderError>) -> Self {
        let unreadable = errors.iter().all(|error| matches!(error, FolderError::Io { .. }));
        let outcome = if unreadable {
            Outcome::Wrong
        } else {
            Outcome::Findings
        };
        Self {
            outcome,
            problems: errors.iter().map(Problem::from).collect(),
            text: None,
        }
    }
}

const fn code(error: &FolderError) -> &'static str {
    match error {
        FolderError::Io { .. } => "unreadable_file",
        FolderError::Unreadable { .. } => "unreadable_plan",
        FolderError::NewerFormat { .. } => "newer_format",
        FolderError::Missing { .. } => "missing_file",
        FolderError::Edited { .. } => "edited_file",
        FolderError::Stray { .. } => "stray_file",
        FolderError::Misnamed { .. } => "misnamed_plan",
        FolderError::SameVersion { .. } => "same_version",
        FolderError::Diverged { .. } => "diverged",
        FolderError::UnknownParent { .. } => "unknown_parent",
        FolderError::NoBranch { .. } => "no_branch",
        FolderError::Collides { .. } => "collides",
        FolderError::Interrupted { .. } => "interrupted",
        FolderError::Unknown { .. } => "unknown_migration",
        FolderError::InsideOfAChange { .. } => "inside_of_a_change",
        FolderError::NoBaseline { .. } => "no_baseline",
        FolderError::DoesNotFit { .. } => "does_not_fit",
        FolderError::Unfinished { .. } => "unfinished",
        FolderError::BrokenNote { .. } => "broken_note",
    }
}
