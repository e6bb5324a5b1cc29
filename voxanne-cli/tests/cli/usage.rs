//! Arguments that make no sense, and projects that lack something.

use voxanne_cli::Project;

use crate::{Sandbox, clinics};

#[test]
fn wrong_arguments_are_wrong_usage() {
    let sandbox = Sandbox::new();
    for (arguments, says) in [
        (&[][..], "Usage: voxanne"),
        (&["nonsense"], "unrecognized subcommand 'nonsense'"),
        (
            &["generate", "--slug", "../up"],
            "a slug is made of lowercase letters",
        ),
        (&["generate", "--at", "2025"], "a version has 14 digits"),
        (
            &["generate", "--allow", "everything"],
            "[possible values: deletes_data, blocks_writers, narrows_values, moves_columns, looks_like_rename]",
        ),
        (&["rollback", "--all", "--steps", "2"], "cannot be used with"),
        (&["rollback", "--steps", "0"], "0 is not in 1.."),
        (
            &["apply", "--scratch", "--database-url", "postgres:///x"],
            "cannot be used with",
        ),
        (
            &["status", "--scratch", "--database-url", "postgres:///x"],
            "cannot be used with",
        ),
        (&["try", "--postgres", "9"], "9 is not in 14..=18"),
        (
            &["check", "--color", "blue"],
            "[possible values: auto, always, never]",
        ),
    ] {
        let answered = sandbox.run(clinics(), arguments);
        assert_eq!(
            (answered.code, answered.stdout.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(
            answered.stderr.contains(says),
            "{arguments:?}\n{}",
            answered.stderr
        );
    }
    let document = sandbox.json(clinics(), &["nonsense"]);
    assert_eq!(
        (&document["command"], &document["errors"][0]["code"]),
        (&serde_json::Value::Null, &"usage".into())
    );
}

#[test]
fn status_needs_a_database() {
    let sandbox = Sandbox::generated(clinics());
    let answered = sandbox.run(clinics(), &["status"]);
    assert_eq!((answered.code, answered.stdout.as_str()), (2, ""));
    assert!(
        answered
            .stderr
            .starts_with("error: no database was named\n  help: "),
        "{}",
        answered.stderr
    );
    for way in ["--database-url", "DATABASE_URL", "--scratch"] {
        assert!(answered.stderr.contains(way), "{}", answered.stderr);
    }
}

#[test]
fn a_project_without_migrations_says_how_to_get_some() {
    let sandbox = Sandbox::new();
    for command in [
        &["apply", "--scratch"][..],
        &["try"],
        &["verify", "--scratch"],
        &["rollback", "--scratch"],
    ] {
        let answered = sandbox.run(clinics(), command);
        assert_eq!(answered.code, 2, "{answered:?}");
        assert!(answered.stderr.contains("`generate`"), "{}", answered.stderr);
    }
}

#[test]
fn the_folders_of_a_project_can_be_elsewhere() {
    let sandbox = Sandbox::new();
    let project = || {
        Project::new(clinics(), sandbox.path("schema"))
            .migrations("../db/migrations")
            .entities("../entities")
    };
    let answered = sandbox.run_project(project(), &["generate"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert!(
        answered.stdout.contains("wrote   $ROOT/db/migrations/"),
        "{}",
        answered.stdout
    );
    assert!(
        answered.stdout.contains("wrote   $ROOT/entities/contacts.rs"),
        "{}",
        answered.stdout
    );
    assert_eq!(sandbox.run_project(project(), &["check"]).code, 0);
}

#[test]
fn colour_is_used_when_somebody_says_so() {
    let sandbox = Sandbox::new();
    let colored = |arguments: &[&str]| {
        let answered = sandbox.run(clinics(), arguments);
        (answered.stdout + &answered.stderr).contains('\u{1b}')
    };
    assert!(!colored(&["plan"]));
    assert!(!colored(&["plan", "--color", "never"]));
    assert!(colored(&["plan", "--color", "always"]));
    assert!(colored(&["nonsense", "--color=always"]) && !colored(&["nonsense"]));
    assert!(colored(&["plan", "--help", "--color", "always"]) && !colored(&["plan", "--help"]));
}
