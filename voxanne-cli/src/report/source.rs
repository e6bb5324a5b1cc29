//! What is wrong with a source.

use voxanne_postgres::source::SourceError;

use super::{Failure, Problem};
use crate::outcome::Outcome;

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Server(error) => Self::from(error),
            SourceError::Generate(error) => Self::from(*error),
            SourceError::Folder(errors) => Self::from(errors),
            other => {
                let outcome = match &other {
                    SourceError::Failed { .. } => Outcome::Database,
                    _ => Outcome::Wrong,
                };
                Self::new(outcome, problem(&other))
            }
        }
    }
}

fn problem(error: &SourceError) -> Problem {
    let mut problem = match error {
        SourceError::Failed { path, error } => {
            let mut problem = Problem::from(&**error);
            let statement = error.statement.as_ref();
            let line = error
                .location
                .or_else(|| statement.map(|statement| statement.start));
            let number = statement.map_or(1, |statement| statement.number);
            let line = line.map_or_else(String::new, |at| format!(":{}", at.line));
            problem.place = Some(format!("{}{line}, statement {number}", path.display()));
            problem
        }
        other => Problem::error(other.to_string()).code(code(other)),
    };
    problem.help = error.help();
    problem
}

const fn code(error: &SourceError) -> &'static str {
    match error {
        SourceError::Missing { .. } => "no_source",
        SourceError::AnyKind { .. } | SourceError::OtherKind { .. } => "unknown_source",
        SourceError::NoSql { .. } => "no_sql",
        SourceError::TwoLayouts { .. } => "two_layouts",
        SourceError::Model { .. } => "unreadable_model",
        SourceError::NoDefinitions => "no_definitions",
        SourceError::Command { .. } => "psql_command",
        SourceError::OpenTransaction { .. } => "open_transaction",
        SourceError::Io { .. } => "unreadable_file",
        _ => "source",
    }
}
