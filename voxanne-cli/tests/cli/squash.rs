//! The first migrations become one.

use serde_json::json;

use voxanne_codegen::PlanOptions;
use voxanne_codegen::generate_series;
use voxanne_postgres::Platform;
use voxanne_postgres::trial::unequal;

use crate::database::{database, execute, on_runtime, server};
use crate::sandbox::{FIRST, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes, clinics_with_notes_and_phones};

const NOTES: &str = "20250201000000_add_notes_to_contacts";

/// The folder of `clinics()`, and a change behind it.
fn with_notes() -> Sandbox {
    let sandbox = Sandbox::generated(clinics());
    let answered = sandbox.run(clinics_with_notes(), &["generate", "--at", "20250201000000"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    sandbox
}

fn migrations(sandbox: &Sandbox) -> Vec<String> {
    let files = std::fs::read_dir(sandbox.path("migrations/plan")).unwrap();
    let mut names: Vec<String> = files
        .map(|file| {
            file.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn on(sandbox: &Sandbox, url: &str, arguments: &[&str]) -> serde_json::Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--database-url", url]).collect();
    sandbox.json(clinics_with_notes(), &arguments)
}

#[test]
fn all_of_them_become_one_and_generation_goes_on_after_it() {
    let sandbox = with_notes();
    let answered = sandbox.json(clinics_with_notes(), &["squash"]);
    assert_eq!(answered["exit_code"], 0, "{answered}");
    assert_eq!(answered["result"]["replaced"].as_array().unwrap().len(), 3);
    assert_eq!(migrations(&sandbox), ["20250201000000_baseline"]);
    let up = sandbox.read("migrations/20250201000000_baseline.sql");
    assert!(up.contains("    notes text"), "{up}");
    assert!(
        !up.contains("ALTER TABLE public.contacts\n    ADD COLUMN"),
        "{up}"
    );
    assert_eq!(sandbox.run(clinics_with_notes(), &["check"]).code, 0);

    let next = sandbox.json(
        clinics_with_notes_and_phones(),
        &["generate", "--at", "20250202000000"],
    );
    assert_eq!(next["exit_code"], 0, "{next}");
    assert_eq!(
        next["result"]["migrations"],
        json!(["20250202000000_add_phone_to_contacts"])
    );

    // What was squashed can be squashed again.
    let again = sandbox.json(clinics_with_notes_and_phones(), &["squash", "--slug", "clinics"]);
    assert_eq!(again["exit_code"], 0, "{again}");
    assert_eq!(migrations(&sandbox), ["20250202000000_clinics"]);
    assert_eq!(sandbox.run(clinics_with_notes_and_phones(), &["check"]).code, 0);
}

#[test]
fn what_comes_later_keeps_its_files() {
    let sandbox = with_notes();
    let file = format!("migrations/{NOTES}.sql");
    let before = sandbox.read(&file);
    let answered = sandbox.json(clinics_with_notes(), &["squash", "--to", "20250110000100"]);
    assert_eq!(answered["exit_code"], 0, "{answered}");
    assert_eq!(migrations(&sandbox), ["20250110000100_baseline", NOTES]);
    assert_eq!(sandbox.read(&file), before);
    assert_eq!(sandbox.run(clinics_with_notes(), &["check"]).code, 0);
}

#[test]
fn a_database_that_has_all_of_them_has_the_baseline() {
    let sandbox = with_notes();
    let url = database("squashed");
    assert_eq!(
        on(&sandbox, &url, &["apply", "--to", "20250110000100"])["exit_code"],
        0
    );
    execute(&url, "INSERT INTO organizations (name) VALUES ('Clinic')");
    let squashed = sandbox.json(clinics_with_notes(), &["squash", "--to", "20250110000100"]);
    assert_eq!(squashed["exit_code"], 0, "{squashed}");

    let status = on(&sandbox, &url, &["status"]);
    let entries = status["result"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 2, "{status}");
    assert_eq!(entries[0]["name"], "20250110000100_baseline", "{status}");
    assert_eq!(entries[0]["state"], "applied", "{status}");

    let applied = on(&sandbox, &url, &["apply"]);
    assert_eq!(applied["exit_code"], 0, "{applied}");
    assert_eq!(on(&sandbox, &url, &["verify"])["exit_code"], 0);
    // The ledger knows the baseline now, and the way back is its own.
    let back = on(&sandbox, &url, &["rollback", "--all", "--allow-data-loss"]);
    assert_eq!(back["exit_code"], 0, "{back}");
    execute(
        &url,
        "DO $$ BEGIN ASSERT to_regclass('organizations') IS NULL; ASSERT to_regclass('voxanne.migrations') IS NULL; END $$",
    );
}

#[test]
fn a_database_that_has_some_of_them_must_get_the_others_first() {
    let sandbox = with_notes();
    let url = database("half_squashed");
    assert_eq!(on(&sandbox, &url, &["apply", "--to", FIRST])["exit_code"], 0);
    assert_eq!(sandbox.json(clinics_with_notes(), &["squash"])["exit_code"], 0);
    let refused = on(&sandbox, &url, &["apply"]);
    assert_eq!(refused["exit_code"], 1, "{refused}");
    let message = refused["errors"][0]["message"].as_str().unwrap();
    assert!(
        message.contains(&format!(
            "`{ORGANIZATIONS}` is applied, and was squashed with others that are not"
        )),
        "{message}"
    );
}

#[test]
fn what_cannot_be_squashed_is_told() {
    let sandbox = Sandbox::generated(clinics());
    let unknown = sandbox.run(clinics(), &["squash", "--to", "20250110000999"]);
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.stderr.contains("no migration is called `20250110000999`"),
        "{}",
        unknown.stderr
    );

    let one = sandbox.run(clinics(), &["squash", "--to", ORGANIZATIONS]);
    assert_eq!(one.code, 0);
    assert!(one.stdout.contains("nothing to squash"), "{}", one.stdout);
    assert_eq!(migrations(&sandbox).len(), 2);
}

#[test]
fn what_does_not_come_to_the_same_is_seen() {
    let migrations = generate_series(&[&clinics(), &clinics_with_notes()], &PlanOptions::default()).unwrap();
    let difference = unequal(server(), Platform::Postgres, &migrations, &migrations[..2]);
    let difference = on_runtime(difference).unwrap().expect("a column is missing");
    assert!(difference.contains("-    notes text"), "{difference}");
}
