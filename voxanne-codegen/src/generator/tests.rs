use std::fs;
use std::path::{Path, PathBuf};

use voxanne_schema::declare::{Declaration, Module};
use voxanne_schema::model::Enum;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::platform::Platform;

use super::Generator;
use crate::error::GenerateError;
use crate::migrations::{FolderError, Version};

/// A declaration of three modules, whose versions come from the clock.
fn declaration(labels: &[&str]) -> Declaration {
    let mut declaration = Declaration::new("words", Platform::Postgres);
    for name in ["colours", "moods", "sizes"] {
        declaration = declaration.module(Module::new(&format!("create_{name}")).object(Enum {
            name: QualifiedName::public(name),
            labels: labels.iter().map(Name::new).collect(),
        }));
    }
    declaration
}

fn generator(folder: &Path) -> Generator {
    Generator::new(declaration(&["one", "two"])).root(folder)
}

/// Every file below a folder with its text, sorted.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The files that a whole run writes, in the order in which it does, relative to the folder.
fn whole(folder: &Path) -> Vec<(PathBuf, String)> {
    let at = Version::new(20260101000000).unwrap();
    let report = generator(folder).at(at).generate().unwrap();
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for path in report.written {
        let text = fs::read_to_string(&path).unwrap();
        files.push((path.strip_prefix(folder).unwrap().to_owned(), text));
    }
    assert_eq!(files.len(), 12);
    files
}

fn write(folder: &Path, files: &[(PathBuf, String)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_run_that_was_killed_after_any_file_is_completed_by_the_next() {
    let reference = tempfile::tempdir().unwrap();
    let whole = whole(reference.path());
    let mut wanted = whole.clone();
    wanted.sort();
    for count in 1..=whole.len() {
        let cut = tempfile::tempdir().unwrap();
        write(cut.path(), &whole[..count]);
        // The next file was about to be written.
        if let Some((path, text)) = whole.get(count) {
            let half = PathBuf::from(format!("{}.tmp", path.display()));
            write(cut.path(), &[(half, text[..text.len() / 2].to_owned())]);
            assert!(
                !generator(cut.path()).check().unwrap().is_up_to_date(),
                "cut after {count}"
            );
        }
        generator(cut.path()).generate().unwrap();
        let found: Vec<(PathBuf, String)> = files(cut.path())
            .into_iter()
            .map(|(path, text)| (path.strip_prefix(cut.path()).unwrap().to_owned(), text))
            .collect();
        let names =
            |files: &[(PathBuf, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&wanted), "cut after {count} files");
        assert!(found == wanted, "cut after {count} files");
        assert!(generator(cut.path()).check().unwrap().is_up_to_date());
    }
}

#[test]
fn what_a_killed_run_left_is_not_removed_when_the_definitions_have_changed() {
    let reference = tempfile::tempdir().unwrap();
    let whole = whole(reference.path());
    let cut = tempfile::tempdir().unwrap();
    write(cut.path(), &whole[..whole.len() - 1]);
    let before = files(cut.path());
    let changed = Generator::new(declaration(&["one", "three"])).root(cut.path());
    let Err(GenerateError::Folder(errors)) = changed.generate() else {
        panic!("it went on")
    };
    assert!(
        matches!(errors.as_slice(), [FolderError::Interrupted { migration }] if migration.slug == "create_moods"),
        "{errors:?}"
    );
    assert!(
        errors[0]
            .help()
            .contains("delete the files of `20260101000100_create_moods`")
    );
    assert_eq!(files(cut.path()), before);
}

#[test]
fn a_migration_that_is_wholly_gone_is_no_killed_run() {
    let folder = tempfile::tempdir().unwrap();
    let whole = whole(folder.path());
    for (path, _) in whole
        .iter()
        .filter(|(path, _)| path.to_string_lossy().contains("moods"))
    {
        fs::remove_file(folder.path().join(path)).unwrap();
    }
    let before = files(folder.path());
    let Err(GenerateError::Folder(errors)) = generator(folder.path()).generate() else {
        panic!("it went on")
    };
    assert!(
        matches!(errors.as_slice(), [FolderError::UnknownParent { .. }]),
        "{errors:?}"
    );
    assert_eq!(files(folder.path()), before);
}
