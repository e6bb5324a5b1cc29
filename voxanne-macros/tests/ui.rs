//! What the compiler says of definitions that are wrong: one `.rs` and one `.stderr` for each
//! mistake, in a folder for each kind of mistake, under `tests/ui` of the workspace. `pass/` holds
//! definitions that are right.
//!
//! The harness stands here and not beside the cases, because trybuild builds all dependencies of its
//! package once more: here that is voxanne-schema, there sea-orm and the whole workspace.
//!
//! After a change that is meant, `TRYBUILD=overwrite cargo test -p voxanne-macros --test ui` writes
//! the messages anew: read every one of them. They are those of rustc 1.95.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the cases are, from this package.
const CASES: &str = "../tests/ui";

/// The kinds of mistakes.
const FOLDERS: &[&str] = &[
    "attributes",
    "columns",
    "enums",
    "expressions",
    "functions",
    "indexes",
    "keys",
    "names",
    "policies",
    "references",
    "tables",
    "tenancy",
    "types",
];

#[test]
fn mistakes_are_told_at_the_users_own_token() {
    let cases = trybuild::TestCases::new();
    cases.pass(format!("{CASES}/pass/*.rs"));
    for folder in FOLDERS {
        cases.compile_fail(format!("{CASES}/{folder}/*.rs"));
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
    for folder in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join(CASES)) {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name == "pass" {
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
