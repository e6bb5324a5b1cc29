//! What is wrong with the files of a trial: checks and sample rows.

use super::{Failure, Problem};
use crate::checklist::ReadError;
use crate::outcome::Outcome;
use crate::trial::SampleError;

/// How a check begins.
const HEADING: &str =
    "write `-- check <number>: <title>` at the beginning of the line; indent a comment that is no heading";

impl From<Vec<ReadError>> for Failure {
    fn from(errors: Vec<ReadError>) -> Self {
        let problems = errors.iter().map(|error| match error {
            ReadError::Io(path, error) => unreadable(path, error),
            ReadError::Parse(error) => {
                let place = format!("{}:{}", error.path.display(), error.line);
                let mut problem = Problem::error(error.message)
                    .code("invalid_check")
                    .at(place)
                    .help(HEADING);
                problem.excerpt = Some(format!("{:>4} | {}", error.line, error.text));
                problem
            }
        });
        Self {
            outcome: Outcome::Wrong,
            problems: problems.collect(),
            text: None,
        }
    }
}

impl From<Vec<SampleError>> for Failure {
    fn from(errors: Vec<SampleError>) -> Self {
        let problems = errors.iter().map(|error| match error {
            SampleError::Io(path, error) => unreadable(path, error),
            SampleError::Unknown(path) => {
                let message = format!("`{}` is called after no migration", path.display());
                let help = "call it `before_SLUG.sql` or `after_SLUG.sql`, with the slug of a migration, or `before_rollback.sql`";
                Problem::error(message).code("unknown_sample").help(help)
            }
        });
        Self {
            outcome: Outcome::Wrong,
            problems: problems.collect(),
            text: None,
        }
    }
}

fn unreadable(path: &std::path::Path, error: &std::io::Error) -> Problem {
    Problem::error(format!("cannot read `{}`: {error}", path.display())).code("unreadable_file")
}
