//! Acceptance checks: SQL that looks at a database and says what it saw.
//!
//! A file holds a preamble, which is run once, and checks:
//!
//! ```sql
//! create function pg_temp.columns_of(name text) returns text language sql as $$ … $$;
//!
//! -- check 2: contacts has its columns in order
//! select pg_temp.columns_of('contacts') = 'id, org_id, name' as passed,
//!        pg_temp.columns_of('contacts') as seen;
//! ```
//!
//! Each check runs in a transaction of its own, which is rolled back. Its last statement must return
//! one row whose first two columns are `passed` and `seen`. A check that cannot be made here has a
//! column `skipped` that is true, or passes with a `seen` that begins with `skipped:`. What fails is
//! never skipped by its words.
//!
//! Checks see the generated files in a table of their session; see `files`.
//!
//! Depends on `voxanne-postgres`, and for literals on the SQL writer of `voxanne-codegen`.

mod files;
mod heading;
mod parse;
mod run;
mod verdict;

use std::path::{Path, PathBuf};
use std::{fs, io};

pub(crate) use self::files::File;
pub(crate) use self::parse::{Checklist, ParseError};
pub(crate) use self::run::{Checked, run};
pub(crate) use self::verdict::Verdict;

/// Why a folder of checks cannot be used.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It cannot be read.
    Io(PathBuf, io::Error),
    /// A file is not a list of checks.
    Parse(ParseError),
}

/// The checklists of a folder, in the order of their names. A folder that is not there has none.
pub(crate) fn read(folder: &Path) -> Result<Vec<Checklist>, Vec<ReadError>> {
    let unreadable = |path: &Path, error| vec![ReadError::Io(path.to_owned(), error)];
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut checklists = Vec::with_capacity(paths.len());
    let mut errors = Vec::new();
    for path in paths {
        match fs::read_to_string(&path) {
            Ok(text) => match parse::parse(&path, &text) {
                Ok(checklist) => checklists.push(checklist),
                Err(found) => errors.extend(found.into_iter().map(ReadError::Parse)),
            },
            Err(error) => errors.push(ReadError::Io(path, error)),
        }
    }
    if errors.is_empty() {
        Ok(checklists)
    } else {
        Err(errors)
    }
}
