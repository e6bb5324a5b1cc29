//! What the compiler says of definitions that are wrong: one `.rs` and one `.stderr` for each
//! mistake, in a folder for each kind of mistake. `pass/` holds definitions that are right.
//!
//! After a change that is meant, `TRYBUILD=overwrite cargo test -p voxanne-tests --test ui` writes
//! the messages anew: read every one of them. They are those of rustc 1.95.

#[test]
fn mistakes_are_told_at_the_users_own_token() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    for folder in FOLDERS {
        cases.compile_fail(format!("ui/{folder}/*.rs"));
    }
}

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

/// A folder that nobody runs, or a mistake without its message, proves nothing.
#[test]
fn every_case_runs_and_has_its_message() {
    let ui = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut cases = 0;
    for folder in std::fs::read_dir(&ui).expect("the folder of cases") {
        let folder = folder.expect("a folder").path();
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        if name == "pass" {
            continue;
        }
        assert!(FOLDERS.contains(&name.as_str()), "nobody runs {name}");
        for case in std::fs::read_dir(&folder).expect("the cases") {
            let case = case.expect("a case").path();
            let other = if case.extension().is_some_and(|e| e == "rs") {
                "stderr"
            } else {
                "rs"
            };
            assert!(
                case.with_extension(other).exists(),
                "{} has no .{other}",
                case.display()
            );
            cases += 1;
        }
    }
    assert!(cases / 2 >= 100, "only {} cases", cases / 2);
}
