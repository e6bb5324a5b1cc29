//! Folders of migrations that somebody has laid hands on.

use crate::sandbox::{Answered, CONTACTS, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes, clinics_with_phones};

/// What `check` says, which no other command contradicts.
fn found(sandbox: &Sandbox, code: &str) -> Answered {
    let check = sandbox.run(clinics(), &["check"]);
    assert_eq!((check.code, check.stdout.as_str()), (1, ""), "{check:?}");
    assert!(
        check.stderr.contains(&format!("error[{code}]: ")),
        "{}",
        check.stderr
    );
    assert!(check.stderr.contains("\n  help: "), "{}", check.stderr);
    for command in [
        &["generate"][..],
        &["plan"],
        &["try"],
        &["apply", "--scratch"],
        &["status", "--database-url", "postgres:///x"],
    ] {
        let other = sandbox.run(clinics(), command);
        assert_eq!(
            (other.code, other.stderr.as_str()),
            (1, check.stderr.as_str()),
            "{command:?}"
        );
    }
    assert_eq!(sandbox.json(clinics(), &["check"])["errors"][0]["code"], code);
    check
}

#[test]
fn an_edited_file() {
    let sandbox = Sandbox::generated(clinics());
    for file in [
        format!("migrations/{CONTACTS}.sql"),
        format!("migrations/down/{CONTACTS}.sql"),
    ] {
        let text = sandbox.read(&file);
        sandbox.write(&file, &format!("{text}\n-- a remark\n"));
        let answered = found(&sandbox, "edited_file");
        assert!(
            answered.stderr.contains(&format!("`$ROOT/{file}` was edited")),
            "{}",
            answered.stderr
        );
        assert!(answered.stderr.contains("git checkout"), "{}", answered.stderr);
        sandbox.write(&file, &text);
    }
    assert_eq!(sandbox.run(clinics(), &["check"]).code, 0);
}

#[test]
fn a_missing_file() {
    let sandbox = Sandbox::generated(clinics());
    sandbox.remove(&format!("migrations/verify/{ORGANIZATIONS}.sql"));
    let answered = found(&sandbox, "missing_file");
    assert!(
        answered
            .stderr
            .contains(&format!("the migration `{ORGANIZATIONS}` has no `")),
        "{}",
        answered.stderr
    );
}

#[test]
fn a_missing_migration() {
    let sandbox = Sandbox::generated(clinics());
    for file in [
        format!("migrations/{ORGANIZATIONS}.sql"),
        format!("migrations/down/{ORGANIZATIONS}.sql"),
        format!("migrations/verify/{ORGANIZATIONS}.sql"),
        format!("migrations/plan/{ORGANIZATIONS}.json"),
    ] {
        sandbox.remove(&file);
    }
    let answered = found(&sandbox, "unknown_parent");
    for expected in [
        format!("the migration `{CONTACTS}` comes after `{ORGANIZATIONS}`, which is not there"),
        format!("help: restore the missing files, or delete those of `{CONTACTS}` and generate again"),
    ] {
        assert!(answered.stderr.contains(&expected), "{}", answered.stderr);
    }
}

#[test]
fn a_stray_file() {
    let sandbox = Sandbox::generated(clinics());
    sandbox.write("migrations/20250111000000_by_hand.sql", "select 1;\n");
    found(&sandbox, "stray_file");
}

#[test]
fn a_plan_whose_statements_lie_elsewhere() {
    let sandbox = Sandbox::generated(clinics());
    let file = format!("migrations/plan/{CONTACTS}.json");
    let text = sandbox.read(&file);
    sandbox.write(&file, &text.replacen("\"at\":[", "\"at\":[99", 1));
    let answered = found(&sandbox, "unreadable_plan");
    assert!(
        answered.stderr.contains("a statement lies outside of its file"),
        "{}",
        answered.stderr
    );
}

#[test]
fn a_plan_that_is_none() {
    let sandbox = Sandbox::generated(clinics());
    sandbox.write(&format!("migrations/plan/{CONTACTS}.json"), "{}");
    found(&sandbox, "unreadable_plan");
}

#[test]
fn a_merge_of_two_branches() {
    let ours = Sandbox::generated(clinics());
    let theirs = ours.branch();
    let same_version = ours.branch();
    ours.run(clinics_with_notes(), &["generate", "--at", "20250201000000"]);
    theirs.run(clinics_with_phones(), &["generate", "--at", "20250202000000"]);
    same_version.run(clinics_with_phones(), &["generate", "--at", "20250201000000"]);

    let merged = ours.branch();
    merged.merge(&theirs);
    let answered = found(&merged, "diverged");
    let both = format!("both come after `{CONTACTS}`");
    assert!(answered.stderr.contains(&both), "{}", answered.stderr);

    let merged = ours.branch();
    merged.merge(&same_version);
    let answered = found(&merged, "same_version");
    assert!(
        answered.stderr.contains("have one version"),
        "{}",
        answered.stderr
    );
}

#[test]
fn everything_is_told_at_once() {
    let sandbox = Sandbox::generated(clinics());
    sandbox.remove(&format!("migrations/down/{ORGANIZATIONS}.sql"));
    sandbox.write(&format!("migrations/{CONTACTS}.sql"), "select 1;\n");
    sandbox.write("migrations/seed.sql", "select 1;\n");
    let document = sandbox.json(clinics(), &["check"]);
    let codes: Vec<&str> = document["errors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|error| error["code"].as_str())
        .collect();
    assert_eq!(codes, ["missing_file", "edited_file", "stray_file"]);
}
