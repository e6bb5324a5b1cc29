//! Written migrations that give way to others, in `squash` and `rebase`: whole, or finished by the next run.
//!
//! What is to be done is written down first, in one file, and done then. A run that is killed leaves that
//! file: until it is gone nothing reads the folder, and `generate` does the rest of it.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::{Report, write};
use crate::error::GenerateError;
use crate::migrations::{Folder, FolderError, Rendered};

/// The parts of a folder that an exchange may reach.
const PARTS: [&str; 4] = ["", "down", "verify", "plan"];

/// Files that come and files that go, by their paths in the folder of migrations.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    write: Vec<(PathBuf, String)>,
    remove: Vec<PathBuf>,
}

impl Exchange {
    /// Lets a file come, or become this.
    pub(super) fn write(&mut self, folder: &Folder, path: &Path, text: &str) {
        self.write.push((within(folder, path), text.to_owned()));
    }

    /// Lets a migration come, with all of its files.
    pub(super) fn bring(&mut self, folder: &Folder, new: &Rendered) {
        let [up, down, verify, plan] = folder.paths(&new.migration.record.name);
        let files = &new.migration.files;
        for (path, text) in [
            (up, &files.up),
            (down, &files.down),
            (verify, &files.verify),
            (plan, &new.plan),
        ] {
            self.write(folder, &path, text);
        }
    }

    /// Lets a file go, unless it comes.
    pub(super) fn remove(&mut self, folder: &Folder, path: &Path) {
        self.remove.push(within(folder, path));
    }

    /// Does it, so that it is finished even if this run is not.
    ///
    /// # Errors
    ///
    /// A file that cannot be written or removed.
    pub(super) fn carry_out(&self, folder: &Folder, report: &mut Report) -> Result<(), GenerateError> {
        let noted = folder.unfinished();
        let text = serde_json::to_string_pretty(self).map_err(|error| GenerateError::Io {
            action: "write",
            path: noted.clone(),
            source: error.into(),
        })?;
        write::file(&noted, &text, &mut Report::default())?;
        self.complete(folder, report)?;
        write::remove(&noted, &mut Report::default())
    }

    fn complete(&self, folder: &Folder, report: &mut Report) -> Result<(), GenerateError> {
        for (path, text) in &self.write {
            write::file(&folder.path().join(path), text, report)?;
        }
        let comes = |path: &PathBuf| self.write.iter().any(|(other, _)| other == path);
        for path in self.remove.iter().filter(|path| !comes(path)) {
            let path = folder.path().join(path);
            if path.exists() {
                write::remove(&path, report)?;
            }
        }
        Ok(())
    }
}

/// Does the rest of an exchange that was cut short, where one was.
///
/// # Errors
///
/// A note that nobody could have left; a file that cannot be written or removed.
pub(super) fn finish(folder: &Folder, report: &mut Report) -> Result<(), GenerateError> {
    let noted = folder.unfinished();
    let text = match fs::read_to_string(&noted) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => {
            return Err(GenerateError::Io {
                action: "read",
                path: noted,
                source,
            });
        }
    };
    let broken = |reason: String| {
        let path = noted.clone();
        GenerateError::Folder(vec![FolderError::BrokenNote { path, reason }])
    };
    let exchange: Exchange = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    let mut paths = exchange
        .write
        .iter()
        .map(|(path, _)| path)
        .chain(&exchange.remove);
    if let Some(outside) = paths.find(|path| !is_within(path)) {
        return Err(broken(format!(
            "`{}` is no file of a migration",
            outside.display()
        )));
    }
    exchange.complete(folder, report)?;
    write::remove(&noted, &mut Report::default())
}

fn within(folder: &Folder, path: &Path) -> PathBuf {
    path.strip_prefix(folder.path()).unwrap_or(path).to_owned()
}

/// Whether a path leads to a file in one of the parts of the folder.
fn is_within(path: &Path) -> bool {
    let parent = path.parent().unwrap_or(path);
    path.components().all(|part| matches!(part, Component::Normal(_)))
        && path.file_name().is_some()
        && PARTS.iter().any(|part| Path::new(part) == parent)
}

#[cfg(test)]
mod tests {
    use voxanne_schema::declare::{Declaration, Module};
    use voxanne_schema::model::Enum;
    use voxanne_schema::name::{Name, QualifiedName};
    use voxanne_schema::platform::Platform;

    use super::super::Generator;
    use super::*;
    use crate::migrations::Version;

    fn generator(root: &Path, enums: &[&str]) -> Generator {
        let modules = enums.iter().map(|name| {
            Module::new(&format!("create_{name}")).object(Enum {
                name: QualifiedName::public(*name),
                labels: vec![Name::new("one")],
            })
        });
        let declaration = Declaration::new("words", Platform::Postgres);
        Generator::new(modules.fold(declaration, Declaration::module)).root(root)
    }

    /// Three migrations, a minute apart, of which the first two are to become one.
    fn written(root: &Path) -> Generator {
        let all = ["colours", "moods", "sizes"];
        for count in 1..=3 {
            let at = Version::new(20260101000000 + 100 * count as u64).unwrap();
            generator(root, &all[..count]).at(at).generate().unwrap();
        }
        generator(root, &all)
    }

    /// The SQL and plans below a folder, with their texts.
    fn files(root: &Path) -> Vec<(PathBuf, String)> {
        let parts = PARTS.map(|part| root.join("migrations").join(part));
        let entries = parts.iter().flat_map(|part| fs::read_dir(part).unwrap());
        let paths = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file());
        let mut files: Vec<(PathBuf, String)> = paths
            .map(|path| {
                let text = fs::read_to_string(&path).unwrap();
                (path.strip_prefix(root).unwrap().to_owned(), text)
            })
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_squash_that_was_killed_after_any_step_is_finished_by_the_next_run() {
        let whole = tempfile::tempdir().unwrap();
        let squashed = written(whole.path());
        let squash = squashed.squash(Some("20260101000200")).unwrap().unwrap();
        squashed.write_squash(&squash).unwrap();
        let exchange = squashed.exchange_of(&squash);
        let steps = exchange.write.len() + exchange.remove.len();
        assert_eq!(steps, 5 + 8);
        for done in 0..=steps {
            let cut = tempfile::tempdir().unwrap();
            let generator = written(cut.path());
            let folder = generator.folder();
            let mut part = Exchange::default();
            let mut left = exchange.remove.iter();
            part.write.extend(exchange.write.iter().take(done).cloned());
            part.remove
                .extend(left.by_ref().take(done - part.write.len()).cloned());
            part.complete(&folder, &mut Report::default()).unwrap();
            fs::write(folder.unfinished(), serde_json::to_string(&exchange).unwrap()).unwrap();

            let Err(GenerateError::Folder(errors)) = generator.check() else {
                panic!("it was read after {done} steps")
            };
            assert!(
                matches!(errors.as_slice(), [FolderError::Unfinished { .. }]),
                "{errors:?}"
            );
            let report = generator.generate().unwrap();
            assert_eq!(report.is_up_to_date(), done == steps, "{report:?}");
            assert!(files(cut.path()) == files(whole.path()), "cut after {done} steps");
        }
    }

    #[test]
    fn a_note_that_leads_out_of_the_folder_is_refused() {
        for path in [
            "../secret.sql",
            "/etc/passwd",
            "plan/../../secret",
            "other/file.sql",
            "",
        ] {
            let root = tempfile::tempdir().unwrap();
            let generator = written(root.path());
            let folder = generator.folder();
            let mut exchange = Exchange::default();
            exchange.remove.push(PathBuf::from(path));
            fs::write(folder.unfinished(), serde_json::to_string(&exchange).unwrap()).unwrap();
            let before = files(root.path());
            let Err(GenerateError::Folder(errors)) = generator.generate() else {
                panic!("`{path}` was taken")
            };
            assert!(
                matches!(errors.as_slice(), [FolderError::BrokenNote { .. }]),
                "{errors:?}"
            );
            assert!(files(root.path()) == before, "{path}");
        }
    }
}
