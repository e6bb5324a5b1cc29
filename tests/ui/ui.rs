//! What the compiler says of definitions that are wrong: one `.rs` and one `.stderr` for each
//! mistake, in a folder for each kind of mistake. `pass/` holds definitions that are right.
//!
//! A package of its own, because trybuild builds all dependencies of its package once more: here that
//! is voxanne-schema alone.
//!
//! After a change that is meant, `TRYBUILD=overwrite cargo test -p voxanne-ui-tests` writes the
//! messages anew: read every one of them. They are those of rustc 1.95.

use std::fs;
use std::path::{Path, PathBuf};

/// The kinds of mistakes.
const FOLDERS: &[&str] = &[
    "attributes",
    "columns",
    "composites",
    "domains",
    "enums",
    "expressions",
    "functions",
    "indexes",
    "keys",
    "names",
    "partitions",
    "policies",
    "references",
    "renames",
    "sequences",
    "tables",
    "tenancy",
    "types",
    "views",
];

#[test]
fn mistakes_are_told_at_the_users_own_token() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    for folder in FOLDERS {
        cases.compile_fail(format!("{folder}/*.rs"));
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// A folder that nobody runs, or a mistake without its message, proves nothing.
#[test]
fn every_case_runs_and_has_its_message() {
    let mut cases = 0;
    for folder in entries(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name == "pass" || !folder.is_dir() {
            continue;
        }
        assert!(FOLDERS.contains(&name), "nobody runs {name}");
        for case in entries(&folder) {
            let is_case = case.extension().is_some_and(|extension| extension == "rs");
            let other = if is_case { "stderr" } else { "rs" };
            assert!(
                case.with_extension(other).exists(),
                "{} has no .{other}",
                case.display()
            );
            cases += usize::from(is_case);
        }
    }
    assert!(cases >= 100, "only {cases} cases");
}
