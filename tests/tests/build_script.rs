//! A build script that generates: it writes what is missing and nothing else, tells cargo what to
//! watch, and says readably what is wrong.
#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// The folder of the example that is committed.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/build-script");
/// The folders in it that are generated.
const GENERATED: [&str; 2] = ["migrations", "entities"];

/// Runs the build script in a folder as cargo does.
fn build(root: &Path, arguments: &[&str]) -> Output {
    command(root, arguments)
        .env("CARGO_CFG_TARGET_ARCH", "x86_64")
        .output()
        .unwrap()
}

/// What `cargo run` starts has the same environment, but for what describes the target.
fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rooms-build-script"));
    command
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", root)
        .env("OUT_DIR", root)
        .env_remove("CARGO_CFG_TARGET_ARCH")
        .env_remove("RUST_BACKTRACE");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file that is generated below a folder, by its path in it, with what it says.
fn files(root: &Path) -> Vec<(PathBuf, String)> {
    let mut folders: Vec<PathBuf> = GENERATED.iter().map(|name| root.join(name)).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The files below a folder of the example that are not the same here.
fn differing(root: &Path, below: &str) -> Vec<String> {
    let found: BTreeSet<_> = files(root).into_iter().collect();
    let committed: BTreeSet<_> = files(Path::new(EXAMPLE)).into_iter().collect();
    found
        .symmetric_difference(&committed)
        .map(|(name, _)| name.display().to_string())
        .filter(|name| name.starts_with(below))
        .collect()
}

/// A copy of what is committed, long ago.
fn copy_of_the_example() -> (TempDir, SystemTime) {
    let copy = TempDir::new().unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for (name, text) in files(Path::new(EXAMPLE)) {
        let path = copy.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
    (copy, long_ago)
}

#[test]
fn the_committed_files_are_current_and_nothing_is_written_when_nothing_changed() {
    let (copy, long_ago) = copy_of_the_example();
    let built = build(copy.path(), &[]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    assert_eq!(
        differing(copy.path(), ""),
        [""; 0],
        "the committed files are stale: build examples/build-script and commit what it writes"
    );
    for (name, _) in files(copy.path()) {
        let modified = copy.path().join(&name).metadata().unwrap().modified().unwrap();
        assert!(modified <= long_ago, "{} was written", name.display());
    }
}

#[test]
fn what_is_missing_is_written_and_only_that() {
    let (copy, long_ago) = copy_of_the_example();
    let missing = Path::new("entities/src/rooms.rs");
    fs::remove_file(copy.path().join(missing)).unwrap();
    assert!(build(copy.path(), &[]).status.success());
    assert_eq!(differing(copy.path(), ""), [""; 0]);
    for (name, _) in files(copy.path()) {
        let modified = copy.path().join(&name).metadata().unwrap().modified().unwrap();
        assert_eq!(modified > long_ago, name == missing, "{}", name.display());
    }

    let empty = TempDir::new().unwrap();
    assert!(build(empty.path(), &[]).status.success());
    // A migration that is written stays as it is, even where today's would read otherwise.
    assert_eq!(differing(empty.path(), "entities"), [""; 0]);
    let names = |root: &Path| -> Vec<PathBuf> { files(root).into_iter().map(|(name, _)| name).collect() };
    assert_eq!(names(empty.path()), names(Path::new(EXAMPLE)));
}

#[test]
fn cargo_is_told_what_to_watch_and_nothing_when_it_does_not_ask() {
    let (copy, _) = copy_of_the_example();
    let root = copy.path().display();
    let expected = ["src/schema.rs", "migrations", "entities/src"]
        .map(|path| format!("cargo::rerun-if-changed={root}/{path}\n"));
    assert_eq!(text(&build(copy.path(), &[]).stdout), expected.concat());

    let by_hand = command(copy.path(), &[]).output().unwrap();
    assert!(by_hand.status.success());
    assert_eq!(text(&by_hand.stdout), "");
}

#[test]
fn a_wrong_definition_is_told_readably_and_writes_nothing() {
    let empty = TempDir::new().unwrap();
    let built = build(empty.path(), &["wrong"]);
    assert_eq!(built.status.code(), Some(1));
    let stderr = text(&built.stderr);
    insta::assert_snapshot!(stderr);
    for name in GENERATED {
        assert!(!empty.path().join(name).exists(), "{name} was written");
    }
    // Even so, cargo must know when to try again.
    assert!(text(&built.stdout).contains("cargo::rerun-if-changed="));
}
