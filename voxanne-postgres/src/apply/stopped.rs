//! A run that stopped on its way: why, what is done, and what the next run does.

use std::fmt;

use voxanne_codegen::migrations::MigrationName;

use super::progress::Direction;
use crate::error::Error;

/// A run that stopped on its way. What was done before stays done.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stopped {
    /// Which way it went.
    pub direction: Direction,
    /// The migrations that this run finished, in order.
    pub done: Vec<MigrationName>,
    /// The migration at which it stopped.
    pub migration: MigrationName,
    /// Why.
    pub cause: Cause,
    /// What there is of that migration.
    pub left: Left,
    /// The query that finds the rows which are in its way, where that is why it stopped.
    pub contrary_rows: Option<String>,
}

/// Why a run stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// It was asked to.
    Cancelled,
    /// The connection was lost.
    Lost(Error),
    /// Something failed.
    Failed(Error),
}

/// What there is of the migration at which a run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing changed: it was not begun, or it was undone.
    Nothing,
    /// Everything: it is done, and was recorded before the run stopped.
    All,
    /// So many of its statements are done.
    Part {
        /// How many.
        done: usize,
        /// Of how many.
        of: usize,
        /// What removes the remains of the statement that was interrupted; the next run does.
        remains: Option<String>,
    },
    /// It cannot be told, for the server cannot be asked. The ledger knows, and so will the next run.
    Unknown,
}

impl Stopped {
    /// What would mend it, and what the next run does.
    #[must_use]
    pub fn help(&self) -> String {
        let mut lines = Vec::new();
        match &self.cause {
            Cause::Failed(error) => lines.extend(self.failure_help(error)),
            Cause::Lost(_) => lines.push("wait until the server is back".to_owned()),
            Cause::Cancelled => {}
        }
        lines.push(self.what_next());
        lines.join("\n")
    }

    /// The SQLSTATE, where the server gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.cause {
            Cause::Failed(error) | Cause::Lost(error) => error.code(),
            Cause::Cancelled => None,
        }
    }

    fn failure_help(&self, error: &Error) -> Option<String> {
        let taken = matches!(error.code(), Some("42P07" | "42710" | "42723" | "42P06"));
        if taken && self.direction == Direction::Up {
            return Some(
                "the database already holds an object of that name: rename it or drop it if nobody needs it, or check \
                 that the URL names the database that these migrations belong to"
                    .to_owned(),
            );
        }
        if let Some(query) = &self.contrary_rows {
            return Some(format!(
                "these rows are in the way: {query};\nmend them, and run this again"
            ));
        }
        error.help()
    }

    fn what_next(&self) -> String {
        let done = match self.done.len() {
            0 => String::new(),
            1 => format!("`{}` is {} and stays so; ", self.done[0], self.direction),
            count => format!("{count} migrations are {} and stay so; ", self.direction),
        };
        let name = &self.migration;
        let next = match (&self.left, &self.cause) {
            (Left::All, _) => format!("the next run goes on after `{name}`"),
            (Left::Nothing, _) => format!("the next run goes on with `{name}`"),
            (
                Left::Part {
                    remains: Some(sql), ..
                },
                _,
            ) => {
                format!("the next run removes what is left (`{sql}`) and goes on with `{name}`")
            }
            (Left::Part { done: 0, .. }, _) => format!("the next run goes on with `{name}`"),
            (Left::Part { done, .. }, _) => {
                format!("the next run goes on with `{name}` after its statement {done}")
            }
            (Left::Unknown, _) => {
                format!(
                    "`status` tells whether `{name}` is {}; the next run finds out by itself and goes on",
                    self.direction
                )
            }
        };
        done + &next
    }

    fn state(&self) -> String {
        let (name, direction) = (&self.migration, self.direction);
        match &self.left {
            Left::Nothing if matches!(self.cause, Cause::Failed(_)) => "nothing of it is left".to_owned(),
            Left::Nothing => format!("nothing of `{name}` is {direction}"),
            Left::All => format!("`{name}` is {direction}"),
            Left::Part { done, of, .. } => format!("{done} of {of} statements of `{name}` are {direction}"),
            Left::Unknown => format!("whether `{name}` is {direction} is not known"),
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = match self.direction {
            Direction::Up => String::new(),
            Direction::Down => "down/".to_owned(),
        };
        match &self.cause {
            Cause::Cancelled => write!(f, "cancelled; {}", self.state()),
            Cause::Lost(error) => write!(f, "{error}; {}", self.state()),
            Cause::Failed(error) => {
                write!(f, "`{file}{}.sql` failed: {error}", self.migration)?;
                match (&self.left, self.direction) {
                    (Left::Nothing, Direction::Up) => write!(f, "; {}", self.state()),
                    (Left::Nothing, Direction::Down) => write!(f, "; nothing of it was rolled back"),
                    _ => write!(f, "; {}", self.state()),
                }
            }
        }
    }
}

impl std::error::Error for Stopped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Failed(error) | Cause::Lost(error) => Some(error),
            Cause::Cancelled => None,
        }
    }
}
