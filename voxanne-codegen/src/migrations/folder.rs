//! A folder of migrations: what it holds, and everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::record::{Record, SQUASHED_FORMAT, checksum};
use super::version::{MigrationName, Version};

/// A migration with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// What is known of it.
    pub record: Record,
    /// Its files.
    pub files: MigrationFiles,
}

/// The text of a migration's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationFiles {
    /// The way up.
    pub up: String,
    /// The way down.
    pub down: String,
    /// The verification.
    pub verify: String,
}

/// A folder of migrations.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// What is wrong with a folder of migrations.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read or written.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A record does not parse.
    #[error("`{}` is not a plan that voxanne wrote: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Where it breaks.
        reason: String,
    },
    /// A record comes from a later release.
    #[error("`{}` has format {format}, and this release knows {SQUASHED_FORMAT}", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// A file of a migration is missing.
    #[error("the migration `{migration}` has no `{}`", path.display())]
    Missing {
        /// The migration.
        migration: MigrationName,
        /// The file.
        path: PathBuf,
    },
    /// A file of a migration was changed after it was written.
    #[error("`{}` was edited after it was written", path.display())]
    Edited {
        /// The migration.
        migration: MigrationName,
        /// The file.
        path: PathBuf,
    },
    /// A file stands there that is no migration of ours.
    #[error("`{}` has no plan", path.display())]
    Stray {
        /// The file.
        path: PathBuf,
    },
    /// A record is in a file of another name.
    #[error("`{}` holds the plan of `{migration}`", path.display())]
    Misnamed {
        /// The migration.
        migration: MigrationName,
        /// The file.
        path: PathBuf,
    },
    /// Two migrations have one version.
    #[error("the migrations `{first}` and `{second}` have one version")]
    SameVersion {
        /// The first by slug.
        first: MigrationName,
        /// The second.
        second: MigrationName,
    },
    /// Two migrations come after the same one.
    #[error("the migrations `{first}` and `{second}` both come after {}", parent_name(parent.as_ref()))]
    Diverged {
        /// The one that both come after.
        parent: Option<MigrationName>,
        /// The first by version.
        first: MigrationName,
        /// The second.
        second: MigrationName,
    },
    /// No branch begins with the migration that was to be moved.
    #[error("no branch begins with `{wanted}`")]
    NoBranch {
        /// What was to be moved.
        wanted: String,
        /// The migrations that begin a branch.
        branches: Vec<MigrationName>,
    },
    /// What one branch changes and the other changes or needs.
    #[error("`{moved}` cannot be put behind `{kept}` without a look at it: {what}")]
    Collides {
        /// The migration that was to be moved.
        moved: MigrationName,
        /// The one that it was to come after.
        kept: MigrationName,
        /// What they have to do with each other.
        what: String,
    },
    /// The migration that another one comes after is not there.
    #[error("the migration `{migration}` comes after {}, which is not there", parent_name(parent.as_ref()))]
    UnknownParent {
        /// The migration.
        migration: MigrationName,
        /// The one that is missing.
        parent: Option<MigrationName>,
    },
    /// A run that was killed wrote the migration, and now another one would be written.
    #[error("a run that did not end wrote `{migration}`, and the definitions now say something else")]
    Interrupted {
        /// The migration.
        migration: MigrationName,
    },
    /// A run that puts migrations in the place of others was killed.
    #[error("a run that put migrations in the place of others did not end: `{}` says what is left to do", path.display())]
    Unfinished {
        /// What it noted.
        path: PathBuf,
    },
    /// What such a run noted cannot be done.
    #[error("`{}` is no note that voxanne left: {reason}", path.display())]
    BrokenNote {
        /// The note.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No migration has that version or name.
    #[error("no migration is called `{wanted}`")]
    Unknown {
        /// What was looked for.
        wanted: String,
        /// The last migration.
        last: Option<MigrationName>,
    },
    /// A change of several files would be cut in two.
    #[error("`{migration}` is part {} of {} of a change", part.0, part.1)]
    InsideOfAChange {
        /// The migration.
        migration: MigrationName,
        /// Which part of how many it is.
        part: (usize, usize),
        /// The last part.
        last: Option<MigrationName>,
    },
    /// Migrations cannot become one.
    #[error("the migrations up to `{last}` cannot become one: {reason}")]
    NoBaseline {
        /// The last of them.
        last: MigrationName,
        /// Why not.
        reason: &'static str,
    },
    /// A change does not fit the state that it was computed for.
    #[error("the migration `{migration}` does not fit those before it: {reason}")]
    DoesNotFit {
        /// The migration.
        migration: MigrationName,
        /// Why not.
        reason: String,
    },
}

fn parent_name(parent: Option<&MigrationName>) -> String {
    parent.map_or_else(|| "nothing".to_owned(), |parent| format!("`{parent}`"))
}

impl FolderError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Io { .. } => "check that the folder exists and may be read and written".to_owned(),
            Self::Unreadable { path, .. } => {
                format!("restore it: git checkout -- {}", path.display())
            }
            Self::NewerFormat { .. } => "use the release of voxanne that wrote it, or a later one".to_owned(),
            Self::Missing { path, .. } => format!("restore it: git checkout -- {}", path.display()),
            Self::Edited { path, .. } => format!(
                "written migrations never change: restore it with git checkout -- {}, and change the definitions instead",
                path.display()
            ),
            Self::Stray { .. } => {
                "this folder belongs to voxanne: move files written by hand elsewhere, restore the plan, or run `generate` again if it did not end"
                    .to_owned()
            }
            Self::Interrupted { migration } => {
                format!("restore the folder with git, or delete the files of `{migration}` and what comes after it, and generate again")
            }
            Self::Unfinished { .. } => "run `generate`, which finishes it".to_owned(),
            Self::BrokenNote { path, .. } => {
                format!("restore the folder with git, and delete {}", path.display())
            }
            Self::Misnamed { migration, .. } => {
                format!("call the plan and its files `{migration}`, as they were written")
            }
            Self::SameVersion { second, .. } => {
                format!("give it another one: `rebase {second}` writes it again behind the other")
            }
            Self::Diverged { second, .. } => {
                format!(
                    "put one after the other: `rebase {second}` writes it, and what comes after it, again behind the other"
                )
            }
            Self::NoBranch { branches, .. } if branches.is_empty() => {
                "every migration comes after the one before it: there is nothing to move".to_owned()
            }
            Self::NoBranch { branches, .. } => {
                let branches: Vec<String> = branches.iter().map(|name| format!("`{name}`")).collect();
                format!("these begin one: {}", branches.join(", "))
            }
            Self::Collides { .. } => {
                "read what the merged definitions make of it; if that is what both meant, say `rebase --accept`"
                    .to_owned()
            }
            Self::UnknownParent { migration, .. } => {
                format!("restore the missing files, or delete those of `{migration}` and generate again")
            }
            Self::Unknown { last, .. } => last.as_ref().map_or_else(
                || "nothing is written yet: `generate` writes the first ones".to_owned(),
                |last| format!("say a version or a whole name, such as `{last}`, the last one"),
            ),
            Self::NoBaseline { .. } => "say an earlier or a later one with `--to`".to_owned(),
            Self::InsideOfAChange { last, .. } => last.as_ref().map_or_else(
                || "restore the missing parts".to_owned(),
                |last| format!("go on to the last part: `--to {last}`"),
            ),
            Self::DoesNotFit { migration, .. } => {
                format!("delete the files of `{migration}` and what comes after it, and generate again")
            }
        }
    }
}

impl Folder {
    /// The folder at a path. It need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files of a migration: up, down, verify, plan.
    #[must_use]
    pub fn paths(&self, name: &MigrationName) -> [PathBuf; 4] {
        let sql = format!("{name}.sql");
        [
            self.path.join(&sql),
            self.path.join("down").join(&sql),
            self.path.join("verify").join(&sql),
            self.path.join("plan").join(format!("{name}.json")),
        ]
    }

    /// Where a run that puts migrations in the place of others notes what it does, until it is done.
    #[must_use]
    pub fn unfinished(&self) -> PathBuf {
        self.path.join("unfinished.json")
    }

    /// Every migration, in order.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the folder.
    pub fn read(&self) -> Result<Vec<Migration>, Vec<FolderError>> {
        let (migrations, errors) = self.read_without(&BTreeSet::new());
        if errors.is_empty() {
            Ok(migrations)
        } else {
            Err(errors)
        }
    }

    /// Every migration that can be read, in order, as if these files without a plan were not there;
    /// and everything else that is wrong with the folder.
    pub(crate) fn read_without(&self, ignored: &BTreeSet<PathBuf>) -> (Vec<Migration>, Vec<FolderError>) {
        let mut errors = Vec::new();
        let mut migrations = Vec::new();
        let path = self.unfinished();
        if path.exists() {
            return (migrations, vec![FolderError::Unfinished { path }]);
        }
        for path in self.list("plan", "json", &mut errors) {
            match self.migration(&path) {
                Ok(migration) => migrations.push(migration),
                Err(found) => errors.extend(found),
            }
        }
        migrations.sort_by(|a, b| a.record.name.cmp(&b.record.name));
        self.strays(&migrations, ignored, &mut errors);
        check_order(&migrations, &mut errors);
        (migrations, errors)
    }

    /// The files with an extension in a part of the folder, sorted. A folder that is not there is empty.
    fn list(&self, part: &str, extension: &str, errors: &mut Vec<FolderError>) -> Vec<PathBuf> {
        let folder = if part.is_empty() {
            self.path.clone()
        } else {
            self.path.join(part)
        };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(source) => {
                errors.push(FolderError::Io {
                    action: "read",
                    path: folder,
                    source,
                });
                return Vec::new();
            }
        };
        let mut paths: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .collect();
        paths.sort();
        paths
    }

    fn migration(&self, path: &Path) -> Result<Migration, Vec<FolderError>> {
        let text = read(path).map_err(|error| vec![error])?;
        let record = parse(path, &text).map_err(|error| vec![error])?;
        let [up, down, verify, plan] = self.paths(&record.name);
        if plan != path {
            return Err(vec![FolderError::Misnamed {
                migration: record.name,
                path: path.to_owned(),
            }]);
        }
        let mut errors = Vec::new();
        let mut file = |path: PathBuf, sum: &str| match fs::read_to_string(&path) {
            Ok(text) => {
                if checksum(&text) != sum {
                    errors.push(FolderError::Edited {
                        migration: record.name.clone(),
                        path,
                    });
                }
                text
            }
            Err(error) => {
                errors.push(match error.kind() {
                    io::ErrorKind::NotFound => FolderError::Missing {
                        migration: record.name.clone(),
                        path,
                    },
                    io::ErrorKind::InvalidData => FolderError::Edited {
                        migration: record.name.clone(),
                        path,
                    },
                    _ => FolderError::Io {
                        action: "read",
                        path,
                        source: error,
                    },
                });
                String::new()
            }
        };
        let files = MigrationFiles {
            up: file(up, &record.checksums.up),
            down: file(down, &record.checksums.down),
            verify: file(verify, &record.checksums.verify),
        };
        if errors.is_empty() && !record.fits(&files.up, &files.down) {
            errors.push(FolderError::Unreadable {
                path: path.to_owned(),
                reason: "a statement lies outside of its file".to_owned(),
            });
        }
        if errors.is_empty() {
            Ok(Migration { record, files })
        } else {
            Err(errors)
        }
    }

    /// SQL that no plan speaks for.
    fn strays(&self, migrations: &[Migration], ignored: &BTreeSet<PathBuf>, errors: &mut Vec<FolderError>) {
        let known: BTreeSet<PathBuf> = migrations
            .iter()
            .flat_map(|migration| self.paths(&migration.record.name))
            .collect();
        let mut accused: BTreeSet<PathBuf> = BTreeSet::new();
        for error in errors.iter() {
            if let FolderError::Edited { migration, .. } | FolderError::Missing { migration, .. } = error {
                accused.extend(self.paths(migration));
            }
            if let FolderError::Unreadable { path, .. }
            | FolderError::NewerFormat { path, .. }
            | FolderError::Misnamed { path, .. } = error
                && let Some(name) = MigrationName::of_file(path)
            {
                accused.extend(self.paths(&name));
            }
        }
        for part in ["", "down", "verify"] {
            for path in self.list(part, "sql", errors) {
                if !known.contains(&path) && !accused.contains(&path) && !ignored.contains(&path) {
                    errors.push(FolderError::Stray { path });
                }
            }
        }
    }
}

fn read(path: &Path) -> Result<String, FolderError> {
    fs::read_to_string(path).map_err(|source| FolderError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

fn parse(path: &Path, text: &str) -> Result<Record, FolderError> {
    /// The part of a record that every release can read.
    #[derive(serde::Deserialize)]
    struct Header {
        format: u32,
    }
    let unreadable = |error: serde_json::Error| FolderError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let header: Header = serde_json::from_str(text).map_err(unreadable)?;
    if header.format > SQUASHED_FORMAT {
        return Err(FolderError::NewerFormat {
            path: path.to_owned(),
            format: header.format,
        });
    }
    let record: Record = serde_json::from_str(text).map_err(unreadable)?;
    Ok(record)
}

/// Versions are unique, and each migration comes after the one before it.
fn check_order(migrations: &[Migration], errors: &mut Vec<FolderError>) {
    let mut versions: BTreeMap<Version, &MigrationName> = BTreeMap::new();
    let mut children: BTreeMap<Option<&MigrationName>, &MigrationName> = BTreeMap::new();
    let names: BTreeSet<&MigrationName> = migrations
        .iter()
        .map(|migration| &migration.record.name)
        .collect();
    let broken = !errors.is_empty();
    let mut previous: Option<&MigrationName> = None;
    for migration in migrations {
        let record = &migration.record;
        let same_version = versions.insert(record.name.version, &record.name);
        if let Some(first) = same_version {
            errors.push(FolderError::SameVersion {
                first: first.clone(),
                second: record.name.clone(),
            });
        }
        let parent = record.parent.as_ref();
        if let Some(first) = children.insert(parent, &record.name) {
            errors.push(FolderError::Diverged {
                parent: parent.cloned(),
                first: first.clone(),
                second: record.name.clone(),
            });
        } else if same_version.is_none()
            && !broken
            && (parent.is_some_and(|parent| !names.contains(parent))
                || (parent.is_none() && previous.is_some()))
        {
            errors.push(FolderError::UnknownParent {
                migration: record.name.clone(),
                parent: parent.cloned(),
            });
        }
        previous = Some(&record.name);
    }
}
