//! Sample rows: which script runs before and after which migration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use voxanne_codegen::migrations::Migration;

use super::material_error::MaterialError;

/// A script of sample rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// The name of its file, and of the folder that it is in.
    pub(super) name: String,
    pub(super) sql: String,
}

/// Scripts of sample rows, by the slug of their migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    before: BTreeMap<String, Script>,
    after: BTreeMap<String, Script>,
    before_rollback: Option<Script>,
}

impl Samples {
    /// The scripts of a folder: `before_SLUG.sql` runs before the migration with that slug,
    /// `after_SLUG.sql` after it, `before_rollback.sql` before the way down. A folder that is not
    /// there has none.
    ///
    /// # Errors
    ///
    /// Every file that cannot be read or is called after no migration.
    pub fn read(folder: &Path, migrations: &[Migration]) -> Result<Self, Vec<MaterialError>> {
        let names = migrations.iter().map(|migration| &migration.record.name);
        let slugs: Vec<&str> = names.map(|name| name.slug.as_str()).collect();
        Self::of_slugs(folder, &slugs)
    }

    fn of_slugs(folder: &Path, slugs: &[&str]) -> Result<Self, Vec<MaterialError>> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(vec![MaterialError::io(folder)(error)]),
        };
        let mut paths = Vec::new();
        let mut errors = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(error) => errors.push(MaterialError::io(folder)(error)),
            }
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
        paths.sort();
        let mut samples = Self::default();
        for path in paths {
            if let Err(error) = samples.add(path, slugs) {
                errors.push(error);
            }
        }
        if errors.is_empty() {
            Ok(samples)
        } else {
            Err(errors)
        }
    }

    fn add(&mut self, path: PathBuf, slugs: &[&str]) -> Result<(), MaterialError> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let stem = name.trim_end_matches(".sql").to_owned();
        let known = |slug: &&str| slugs.contains(slug);
        let before = stem.strip_prefix("before_").filter(known);
        let after = stem.strip_prefix("after_").filter(known);
        if stem != "before_rollback" && before.is_none() && after.is_none() {
            return Err(MaterialError::UnknownSample { path });
        }
        let sql = fs::read_to_string(&path).map_err(MaterialError::io(&path))?;
        let folder = path
            .parent()
            .and_then(Path::file_name)
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let script = Script {
            name: format!("{folder}/{name}"),
            sql,
        };
        match (before, after) {
            (Some(slug), _) => {
                self.before.insert(slug.to_owned(), script);
            }
            (None, Some(slug)) => {
                self.after.insert(slug.to_owned(), script);
            }
            (None, None) => self.before_rollback = Some(script),
        }
        Ok(())
    }

    pub(super) fn before(&self, slug: &str) -> Option<&Script> {
        self.before.get(slug)
    }

    pub(super) fn after(&self, slug: &str) -> Option<&Script> {
        self.after.get(slug)
    }

    pub(super) const fn before_rollback(&self) -> Option<&Script> {
        self.before_rollback.as_ref()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn files_are_called_after_migrations() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| fs::write(folder.path().join(name), name).unwrap();
        for name in [
            "before_add_notes.sql",
            "after_add_notes.sql",
            "before_rollback.sql",
            "README.md",
        ] {
            write(name);
        }
        let samples = Samples::of_slugs(folder.path(), &["add_notes"]).unwrap();
        assert_eq!(samples.before("add_notes").unwrap().sql, "before_add_notes.sql");
        assert_eq!(samples.after("add_notes").unwrap().sql, "after_add_notes.sql");
        assert!(samples.before("create").is_none() && samples.before_rollback().is_some());

        write("before_add_note.sql");
        write("seed.sql");
        let errors = Samples::of_slugs(folder.path(), &["add_notes"]).unwrap_err();
        assert!(
            matches!(
                errors[..],
                [
                    MaterialError::UnknownSample { .. },
                    MaterialError::UnknownSample { .. }
                ]
            ),
            "{errors:?}"
        );
    }

    #[test]
    fn no_folder_is_no_samples() {
        assert_eq!(
            Samples::of_slugs(Path::new("/no/such/folder"), &[]).unwrap(),
            Samples::default()
        );
    }
}
