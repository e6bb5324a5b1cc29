//! Folders of migrations that some tool wrote: whose they are, which files lead up, and in which order.
//!
//! What cannot be told is an error. What is passed over (the way down) belongs to the layout that is named
//! to whoever asked.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::SourceError;
use super::script_file::{ScriptFile, read};

/// How a folder of migrations is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Ours, with its `plan/`.
    Voxanne,
    /// `1_words.up.sql` and `1_words.down.sql`: sqlx's, golang-migrate's.
    UpAndDown,
    /// `V1__words.sql`: refinery's, Flyway's.
    Refinery,
    /// `1_words/up.sql`: diesel's.
    Diesel,
    /// `1_words/migration.sql`: Prisma's.
    Prisma,
    /// `1_words.sql`, in the order of their numbers: Supabase's, sqlx's, dbmate's.
    Numbered,
    /// Any other names, in their order.
    Plain,
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Voxanne => "written by voxanne, in the order of `plan/`",
            Self::UpAndDown => "`.up.sql` in the order of their numbers, `.down.sql` left out",
            Self::Refinery => "`V1__words.sql` in the order of their versions",
            Self::Diesel => "`up.sql` of each folder in the order of their names, `down.sql` left out",
            Self::Prisma => "`migration.sql` of each folder in the order of their names",
            Self::Numbered => "in the order of the numbers that their names begin with",
            Self::Plain => "in the order of their names",
        })
    }
}

/// The migrations of a folder that lead up, in order.
#[derive(Clone, Debug)]
pub struct Migrations {
    /// How the folder is laid out.
    pub layout: Layout,
    /// The files, in the order in which they run.
    pub(super) files: Vec<ScriptFile>,
}

impl Migrations {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// A folder without SQL, or with the files of two tools; a file that cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Self, SourceError> {
        let (layout, paths) = Self::chosen(folder)?;
        let files: Result<Vec<_>, _> = paths.iter().map(|path| read(path)).collect();
        Ok(Self {
            layout,
            files: files?,
        })
    }

    /// How a folder that is not ours is laid out, and its files in order.
    fn chosen(folder: &Path) -> Result<(Layout, Vec<PathBuf>), SourceError> {
        let entries = entries(folder)?;
        let sql: Vec<&PathBuf> = entries
            .iter()
            .filter(|path| path.is_file() && extension(path) == "sql")
            .collect();
        if sql.is_empty() {
            return in_folders(folder, &entries);
        }
        let of = |layout: Layout| sql.iter().filter(move |path| layout_of(path) == layout);
        let mut present: Vec<(Layout, &PathBuf)> = [Layout::UpAndDown, Layout::Refinery]
            .into_iter()
            .filter_map(|layout| Some((layout, *of(layout).next()?)))
            .collect();
        let rest = sql.iter().find(|path| layout_of(path) > Layout::Refinery);
        present.extend(rest.map(|path| (Layout::Numbered, *path)));
        if let [(_, first), (_, second), ..] = present[..] {
            return Err(SourceError::TwoLayouts {
                path: folder.to_owned(),
                kinds: format!("{}, {}", name(first), name(second)),
            });
        }
        let all_numbered = sql.iter().all(|path| layout_of(path) == Layout::Numbered);
        let layout = match present.first() {
            Some((Layout::Numbered, _)) if !all_numbered => Layout::Plain,
            Some((layout, _)) => *layout,
            None => Layout::Plain,
        };
        let mut paths: Vec<PathBuf> = sql
            .iter()
            .filter(|path| !leads_down(path, &sql))
            .map(|path| (*path).clone())
            .collect();
        if paths.is_empty() {
            return Err(SourceError::NoSql {
                path: folder.to_owned(),
                below: None,
            });
        }
        if layout != Layout::Plain {
            paths.sort_by_cached_key(|path| (version(&name(path)), name(path)));
        }
        Ok((layout, paths))
    }
}

/// A folder of folders, each of which is one migration.
fn in_folders(folder: &Path, entries: &[PathBuf]) -> Result<(Layout, Vec<PathBuf>), SourceError> {
    for (layout, file) in [(Layout::Diesel, "up.sql"), (Layout::Prisma, "migration.sql")] {
        let files = entries
            .iter()
            .map(|path| path.join(file))
            .filter(|path| path.is_file());
        let files: Vec<PathBuf> = files.collect();
        if !files.is_empty() {
            return Ok((layout, files));
        }
    }
    let holds_sql = |path: &&PathBuf| {
        let inside = fs::read_dir(path).into_iter().flatten().flatten();
        path.is_dir()
            && inside
                .map(|entry| entry.path())
                .any(|path| extension(&path) == "sql" || path.join("up.sql").is_file())
    };
    Err(SourceError::NoSql {
        path: folder.to_owned(),
        below: entries.iter().find(holds_sql).cloned(),
    })
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(SourceError::io(folder))? {
        found.push(entry.map_err(SourceError::io(folder))?.path());
    }
    found.sort();
    Ok(found)
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Whose file it is, by its name alone.
fn layout_of(path: &Path) -> Layout {
    let name = name(path);
    if name.ends_with(".up.sql") || name.ends_with(".down.sql") {
        return Layout::UpAndDown;
    }
    let first = name.chars().next();
    let then = name.chars().nth(1);
    match (first, then) {
        (Some('V' | 'U'), Some(digit)) if digit.is_ascii_digit() && name.contains("__") => Layout::Refinery,
        (Some('R'), Some('_')) if name.starts_with("R__") => Layout::Refinery,
        (Some(digit), _) if digit.is_ascii_digit() => Layout::Numbered,
        _ => Layout::Plain,
    }
}

/// Whether a file takes another one back: `.down.sql`, and Flyway's `U1__` beside a `V1__`.
fn leads_down(path: &Path, all: &[&PathBuf]) -> bool {
    let own = name(path);
    let beside = |other: &&PathBuf| {
        let other = name(other);
        other.starts_with('V') && version(&other) == version(&own)
    };
    own.ends_with(".down.sql")
        || (own.starts_with('U') && layout_of(path) == Layout::Refinery && all.iter().any(beside))
}

/// The numbers that a name begins with; what is run again whenever it changes comes last.
fn version(name: &str) -> (bool, Vec<u128>) {
    let digits = name.trim_start_matches(['V', 'U']);
    let end = digits.find("__").unwrap_or(digits.len());
    let flyway = digits.len() < name.len();
    let numbers = if flyway {
        let parts = digits[..end].split(['.', '_']);
        parts.map_while(|part| part.parse().ok()).collect()
    } else {
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse().into_iter().collect()
    };
    (name.starts_with("R__"), numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(files: &[&str]) -> String {
        let folder = tempfile::TempDir::new().unwrap_or_else(|error| panic!("{error}"));
        for file in files {
            let path = folder.path().join(file);
            let written =
                fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, ""));
            assert!(written.is_ok(), "{written:?}");
        }
        match Migrations::chosen(folder.path()) {
            Ok((layout, paths)) => {
                let names = paths
                    .iter()
                    .filter_map(|path| path.strip_prefix(folder.path()).ok());
                let names: Vec<String> = names.map(|name| name.display().to_string()).collect();
                format!("{layout:?}: {}", names.join(" "))
            }
            Err(error) => error
                .to_string()
                .replace(&folder.path().display().to_string(), "F"),
        }
    }

    #[test]
    fn a_folder_tells_whose_it_is_and_in_which_order_its_files_run() {
        for (files, expected) in [
            (
                &["10_b.sql", "2_a.sql", "README.md"][..],
                "Numbered: 2_a.sql 10_b.sql",
            ),
            (&["b.sql", "1.sql", "a.sql"], "Plain: 1.sql a.sql b.sql"),
            (
                &["2_a.up.sql", "10_b.up.sql", "2_a.down.sql"],
                "UpAndDown: 2_a.up.sql 10_b.up.sql",
            ),
            (
                &["V10__b.sql", "V2__a.sql", "U3__c.sql"],
                "Refinery: V2__a.sql U3__c.sql V10__b.sql",
            ),
            (
                &["V1.10__b.sql", "V1.2__a.sql", "U1.2__a.sql", "R__v.sql"],
                "Refinery: V1.2__a.sql V1.10__b.sql R__v.sql",
            ),
            (
                &["1_a/up.sql", "1_a/down.sql", "2_b/up.sql"],
                "Diesel: 1_a/up.sql 2_b/up.sql",
            ),
            (&["1_a/migration.sql", "lock.toml"], "Prisma: 1_a/migration.sql"),
            (&["README.md"], "the folder `F` holds no SQL file"),
            (
                &["1_a.up.sql", "V2__b.sql"],
                "the folder `F` holds migrations of two kinds: 1_a.up.sql, V2__b.sql",
            ),
            (
                &["1_a.up.sql", "2_b.sql"],
                "the folder `F` holds migrations of two kinds: 1_a.up.sql, 2_b.sql",
            ),
        ] {
            assert_eq!(chosen(files), expected);
        }
    }
}
