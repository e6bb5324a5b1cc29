//! States that can be compared, wherever they are written down: a database, a folder of migrations, an
//! SQL file, a model, what is declared, and nothing at all.
//!
//! Owns telling sources apart and reading them. What is no database is built in a scratch database and
//! read from there, so that like is compared with like. Compares nothing.

mod build;
mod error;
mod folder;
mod ledgers;
mod owners;
mod script_file;

use std::fmt;
use std::path::{Path, PathBuf};

pub use build::{State, Workshop};
pub use error::SourceError;
pub use folder::{Layout, Migrations};
pub use ledgers::{OtherLedger, other_ledgers};

/// Where a state is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A database, by its URL.
    Database(String),
    /// A folder of migrations.
    Folder(PathBuf),
    /// A file of SQL.
    Script(PathBuf),
    /// A model: `voxanne_schema::model::Schema` as JSON.
    Model(PathBuf),
    /// The definitions.
    Declared,
    /// The written migrations that the [`Workshop`] has.
    Written,
    /// An empty database.
    Empty,
}

/// The words that ask for one kind and stand before a path.
const KINDS: [&str; 3] = ["migrations:", "sql:", "model:"];

impl Source {
    /// Reads the words for a source: a URL, `empty`, `declared`, or a path, which tells by itself what it
    /// is, or by `migrations:`, `sql:` or `model:` before it.
    ///
    /// # Errors
    ///
    /// That there is no such file or folder, or that it could be anything.
    pub fn parse(words: &str) -> Result<Self, SourceError> {
        if words.starts_with("postgres://") || words.starts_with("postgresql://") {
            return Ok(Self::Database(words.to_owned()));
        }
        match words {
            "empty" => return Ok(Self::Empty),
            "declared" => return Ok(Self::Declared),
            _ => {}
        }
        let kind = KINDS.into_iter().find(|kind| words.starts_with(kind));
        let path = PathBuf::from(kind.map_or(words, |kind| &words[kind.len()..]));
        if !path.exists() {
            return Err(SourceError::Missing { path });
        }
        match kind {
            Some("migrations:") if path.is_dir() => Ok(Self::Folder(path)),
            Some("sql:") if path.is_file() => Ok(Self::Script(path)),
            Some("model:") if path.is_file() => Ok(Self::Model(path)),
            Some(_) => Err(SourceError::OtherKind { path }),
            None => Self::at(path),
        }
    }

    /// What a path is, by what is there.
    fn at(path: PathBuf) -> Result<Self, SourceError> {
        if path.is_dir() {
            return Ok(Self::Folder(path));
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("sql") => Ok(Self::Script(path)),
            Some("json") => Ok(Self::Model(path)),
            _ => Err(SourceError::AnyKind { path }),
        }
    }

    /// Whether it is read without a server.
    #[must_use]
    pub const fn is_at_hand(&self) -> bool {
        matches!(self, Self::Model(_) | Self::Empty)
    }

    /// The file or folder.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) | Self::Script(path) | Self::Model(path) => Some(path),
            Self::Database(_) | Self::Declared | Self::Written | Self::Empty => None,
        }
    }
}

/// What it is taken for, without a password.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(url) => match crate::DatabaseUrl::parse(url) {
                Ok(url) => write!(f, "the database {url}"),
                Err(_) => f.write_str("the database"),
            },
            Self::Folder(path) => write!(f, "the migrations in `{}`", path.display()),
            Self::Script(path) => write!(f, "the SQL of `{}`", path.display()),
            Self::Model(path) => write!(f, "the model of `{}`", path.display()),
            Self::Declared => f.write_str("the definitions"),
            Self::Written => f.write_str("the written migrations"),
            Self::Empty => f.write_str("an empty database"),
        }
    }
}
