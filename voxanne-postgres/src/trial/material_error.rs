//! What can be wrong with the files of a trial: sample rows and acceptance checks.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file of samples or checks cannot be used. [`MaterialError::help`] says what would mend it.
#[derive(Debug, thiserror::Error)]
pub enum MaterialError {
    /// It cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The file, or its folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file of sample rows is called after no migration.
    #[error("`{}` is called after no migration", path.display())]
    UnknownSample {
        /// The file.
        path: PathBuf,
    },
    /// A line of a file of checks is not what it should be.
    #[error("{message}")]
    InvalidCheck {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: &'static str,
        /// The line itself.
        text: String,
    },
}

impl MaterialError {
    /// What would mend it.
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Io { .. } => None,
            Self::UnknownSample { .. } => Some(
                "call it `before_SLUG.sql` or `after_SLUG.sql`, with the slug of a migration, or `before_rollback.sql`",
            ),
            Self::InvalidCheck { .. } => Some(
                "write `-- check <number>: <title>` at the beginning of the line; indent a comment that is no heading",
            ),
        }
    }

    /// An adapter for `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
