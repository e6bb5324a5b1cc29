//! What goes wrong between us and a server.

use voxanne_postgres::apply::{Cause, MigrationError};
use voxanne_postgres::{Error, SqlError};

use super::{Failure, Problem};
use crate::outcome::Outcome;

/// The SQLSTATE of a verification that found differences; with any other one it could not look.
const DIFFERENT: &str = "VX001";

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        match error {
            Error::Sql(raised) => Self::from(&**raised),
            Error::Migration(error) => Self::from(&**error),
            _ => {
                let mut problem = Self::error(error.to_string());
                problem.code = error.code().map(str::to_owned);
                problem.help = error.help();
                problem
            }
        }
    }
}

impl From<&SqlError> for Problem {
    fn from(raised: &SqlError) -> Self {
        let mut problem = Self::error(&raised.message).code(&raised.code);
        let excerpt = raised.excerpt();
        problem.excerpt = (!excerpt.is_empty()).then_some(excerpt);
        problem.causes = raised.detail.iter().chain(&raised.context).cloned().collect();
        problem.help = raised.help();
        problem
    }
}

impl From<&MigrationError> for Problem {
    fn from(error: &MigrationError) -> Self {
        let mut problem = Self::error(error.to_string()).code(error.code().unwrap_or_else(|| code(error)));
        problem.help = error.help();
        match error {
            MigrationError::Stopped(stopped) => {
                if let Cause::Failed(Error::Sql(raised)) = &stopped.cause {
                    problem.excerpt = Self::from(&**raised).excerpt;
                    problem.causes = raised.context.iter().cloned().collect();
                }
            }
            MigrationError::NotVerified { source, .. } => {
                problem.message.clone_from(&source.message);
                problem.causes = source
                    .detail
                    .iter()
                    .flat_map(|detail| detail.lines())
                    .map(str::to_owned)
                    .collect();
            }
            _ => {}
        }
        problem
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let outcome = match &error {
            Error::InvalidUrl { .. } => Outcome::Wrong,
            Error::Migration(error) => outcome(error),
            _ => Outcome::Database,
        };
        Self::new(outcome, Problem::from(&error))
    }
}

fn outcome(error: &MigrationError) -> Outcome {
    match error {
        MigrationError::UnknownVersion { .. } => Outcome::Wrong,
        MigrationError::Disagreement { .. }
        | MigrationError::UnreadablePlan { .. }
        | MigrationError::NotReady { .. }
        | MigrationError::HalfDone { .. }
        | MigrationError::HalfReverted { .. }
        | MigrationError::Irreversible { .. }
        | MigrationError::LosesData { .. } => Outcome::Findings,
        MigrationError::NotVerified { source, .. } if source.code == DIFFERENT => Outcome::Findings,
        MigrationError::Cancelled => Outcome::Interrupted,
        MigrationError::Stopped(stopped) if matches!(stopped.cause, Cause::Cancelled) => Outcome::Interrupted,
        _ => Outcome::Database,
    }
}

/// What tools hang on, where the server gave no code.
const fn code(error: &MigrationError) -> &'static str {
    match error {
        MigrationError::Cancelled => "interrupted",
        MigrationError::Locked { .. } => "locked",
        MigrationError::SharedSession => "shared_session",
        MigrationError::ServerTooOld { .. } => "server_too_old",
        MigrationError::ReadOnly { .. } => "read_only",
        MigrationError::Disagreement { .. } => "disagreement",
        MigrationError::UnreadableLedger { .. } => "unreadable_ledger",
        MigrationError::UnreadablePlan { .. } => "unreadable_plan",
        MigrationError::UnknownVersion { .. } => "unknown_version",
        MigrationError::NotReady { .. } => "not_ready",
        MigrationError::HalfDone { .. } => "half_done",
        MigrationError::HalfReverted { .. } => "half_reverted",
        MigrationError::Irreversible { .. } => "irreversible",
        MigrationError::LosesData { .. } => "loses_data",
        MigrationError::NotVerified { .. } => "not_verified",
        MigrationError::Stopped(_) => "stopped",
        _ => "migration",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gives_up_waiting_has_interrupted_and_the_database_has_not_failed() {
        let failure = Failure::from(Error::from(MigrationError::Cancelled));
        assert_eq!(failure.outcome, Outcome::Interrupted);
        assert_eq!(failure.problems[0].code.as_deref(), Some("interrupted"));
    }
}
