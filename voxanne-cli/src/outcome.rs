//! How a command ended, as its exit code says it.

use serde::Serialize;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Everything is as it should be.
    Fine,
    /// Something was found that a person should look at: a stale file, a failed check, a refusal.
    Findings,
    /// The arguments, the definitions or the project's files cannot be understood.
    Wrong,
    /// The database, or a server for one, could not do its part.
    Database,
    /// Ctrl-C.
    Interrupted,
}

impl Outcome {
    /// The exit code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Wrong => 2,
            Self::Database => 3,
            Self::Interrupted => 130,
        }
    }
}
