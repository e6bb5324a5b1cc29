//! `generate`, `check` and `plan`: what they say about files.

use voxanne_schema::prelude::*;

use crate::sandbox::{CONTACTS, FIRST, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes, clinics_without_contacts, wrong_clinics};

const NOTES: &str = "20250110000200_add_notes_to_contacts";

#[test]
fn what_is_written_is_told_file_by_file_and_then_up_to_date() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(clinics(), &["generate", "--at", FIRST]);
    assert_eq!(first.code, 0, "{first:?}");
    for name in [ORGANIZATIONS, CONTACTS] {
        for file in [
            format!("{name}.sql"),
            format!("down/{name}.sql"),
            format!("verify/{name}.sql"),
        ] {
            assert!(
                first
                    .stdout
                    .contains(&format!("wrote   $ROOT/migrations/{file}\n")),
                "{}",
                first.stdout
            );
            assert!(sandbox.path(&format!("migrations/{file}")).is_file());
        }
    }
    assert!(
        first.stdout.contains("wrote   $ROOT/entities/src/contacts.rs\n"),
        "{}",
        first.stdout
    );
    assert!(first.stdout.contains("2 new migrations; "), "{}", first.stdout);

    let second = sandbox.run(clinics(), &["generate"]);
    assert_eq!(
        (second.code, second.stdout.as_str(), second.stderr.as_str()),
        (0, "up to date\n", "")
    );
    let check = sandbox.run(clinics(), &["check"]);
    assert_eq!((check.code, check.stdout.as_str()), (0, "up to date\n"));
    let plan = sandbox.run(clinics(), &["plan"]);
    assert_eq!((plan.code, plan.stdout.as_str()), (0, "nothing to do\n"));
    let sql = sandbox.run(clinics(), &["plan", "--sql"]);
    assert_eq!((sql.code, sql.stdout.as_str()), (0, ""));
}

#[test]
fn a_stale_project_is_a_finding_with_diffs() {
    let sandbox = Sandbox::generated(clinics());
    let stale = sandbox.run(clinics_with_notes(), &["check"]);
    assert_eq!(stale.code, 1);
    assert!(
        stale.stdout.contains("+++ $ROOT/entities/src/contacts.rs"),
        "{}",
        stale.stdout
    );
    assert!(
        stale
            .stdout
            .lines()
            .any(|line| line.starts_with('+') && line.contains("ADD COLUMN notes"))
    );
    assert!(
        stale
            .stderr
            .starts_with("error[stale]: 2 files are not as the definitions say\n"),
        "{}",
        stale.stderr
    );
    assert!(
        stale.stderr.contains("  help: run `generate`"),
        "{}",
        stale.stderr
    );
    assert!(
        !sandbox.path(&format!("migrations/{NOTES}.sql")).exists(),
        "check writes nothing"
    );

    let document = sandbox.json(clinics_with_notes(), &["check"]);
    assert_eq!(
        (document["command"].as_str(), document["outcome"].as_str()),
        (Some("check"), Some("findings"))
    );
    assert_eq!(
        document["result"]["stale"].as_array().map(Vec::len),
        Some(2),
        "{document}"
    );
    assert_eq!(document["errors"][0]["code"], "stale");

    let written = sandbox.run(clinics_with_notes(), &["generate", "--slug", "note_taking"]);
    assert!(
        written.stdout.contains("_note_taking.sql\n"),
        "{}",
        written.stdout
    );
    assert_eq!(sandbox.run(clinics_with_notes(), &["check"]).code, 0);
}

#[test]
fn a_plan_says_everything_of_each_statement_and_writes_nothing() {
    let sandbox = Sandbox::generated(clinics());
    let plan = sandbox.run(clinics_with_notes(), &["plan"]);
    assert_eq!(plan.code, 0);
    for part in [
        "_add_notes_to_contacts\n1 statement, in one transaction; 1 statement to take it back\n",
        "   1  ALTER TABLE public.contacts",
        "      lock   ACCESS EXCLUSIVE on public.contacts, for a moment\n",
        "      back   ALTER TABLE public.contacts",
        "1 migration, 1 statement; ",
    ] {
        let found = plan.stdout.contains(part) || plan.stdout.contains(&part.replace("public.", ""));
        assert!(found, "{part}\n{}", plan.stdout);
    }
    assert_eq!(
        sandbox.run(clinics_with_notes(), &["check"]).code,
        1,
        "nothing was written"
    );

    let sql = sandbox.run(clinics_with_notes(), &["plan", "--sql"]).stdout;
    let document = sandbox.json(clinics_with_notes(), &["plan"]);
    let migration = &document["result"]["migrations"][0];
    // The version is the present second, which may have passed between the two.
    let from_second_line = |text: &str| text.trim().lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(
        from_second_line(&sql),
        from_second_line(migration["up"].as_str().unwrap())
    );
    assert_eq!(migration["transaction"], "inside");
    assert_eq!(migration["statements"][0]["locks"][0]["mode"], "access_exclusive");
    assert!(
        migration["statements"][0]["way_back"]["statements"][0].is_string(),
        "{migration}"
    );
}

#[test]
fn data_loss_is_shown_by_plan_and_refused_by_generate_until_allowed() {
    let sandbox = Sandbox::generated(clinics());
    let plan = sandbox.run(clinics_without_contacts(), &["plan"]);
    assert_eq!(plan.code, 0, "{plan:?}");
    assert!(plan.stdout.contains("hazard deletes_data: "), "{}", plan.stdout);
    assert!(
        plan.stderr.contains("help: `generate --allow deletes_data`"),
        "{}",
        plan.stderr
    );

    let refused = sandbox.run(clinics_without_contacts(), &["generate"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(
        refused.stderr.starts_with("error[deletes_data]: "),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("--allow deletes_data"),
        "{}",
        refused.stderr
    );

    let allowed = sandbox.run(
        clinics_without_contacts(),
        &["generate", "--allow", "deletes_data"],
    );
    assert_eq!(allowed.code, 0, "{allowed:?}");
    assert!(
        allowed.stdout.contains("removed $ROOT/entities/src/contacts.rs"),
        "{}",
        allowed.stdout
    );
}

#[test]
fn wrong_definitions_are_told_as_a_compiler_would() {
    let sandbox = Sandbox::new();
    for command in ["generate", "check", "plan", "try"] {
        let wrong = sandbox.run(wrong_clinics(), &[command]);
        assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(
            wrong
                .stderr
                .starts_with("error[invalid_slug]: two migrations have the slug"),
            "{}",
            wrong.stderr
        );
        assert!(wrong.stderr.contains("help: "), "{}", wrong.stderr);
    }
    let document = sandbox.json(wrong_clinics(), &["generate"]);
    assert_eq!(
        (document["outcome"].as_str(), document["result"].is_null()),
        (Some("wrong"), true)
    );
    assert_eq!(
        (&document["errors"][0]["code"], &document["errors"][0]["severity"]),
        (&"invalid_slug".into(), &"error".into())
    );
}

sql_fn! {
    /// How many there are.
    #[function(name = "miscounted", language = sql)]
    fn miscounted() -> i64 {
        "select count(*) form organizations"
    }
}

#[test]
fn wrong_sql_is_shown_in_the_file_that_holds_it() {
    let sandbox = Sandbox::new();
    let wrong = clinics().module(Module::new("create_counts").function::<miscounted>());
    let wrong = sandbox.run(wrong, &["generate"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{wrong:?}");
    let place = "  --> voxanne-cli/tests/cli/files.rs:";
    assert!(wrong.stderr.contains(place), "{}", wrong.stderr);
    assert!(
        wrong
            .stderr
            .contains("|         \"select count(*) form organizations\""),
        "{}",
        wrong.stderr
    );
}

#[test]
fn the_document_of_generate_names_every_file() {
    let sandbox = Sandbox::new();
    let document = sandbox.json(clinics(), &["generate", "--at", FIRST]);
    let result = &document["result"];
    assert_eq!(result["up_to_date"], false);
    assert_eq!(result["migrations"], serde_json::json!([ORGANIZATIONS, CONTACTS]));
    assert!(result["written"].as_array().unwrap().len() >= 10, "{result}");
    assert_eq!(
        (&document["warnings"], &document["errors"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    assert_eq!(
        sandbox.json(clinics(), &["generate"])["result"]["up_to_date"],
        true
    );
}

#[test]
fn a_version_that_cannot_be_had_is_said_aloud() {
    let sandbox = Sandbox::generated(clinics());
    let answered = sandbox.run(clinics_with_notes(), &["generate", "--at", "20240101000000"]);
    assert_eq!(answered.code, 0);
    assert!(answered.stdout.contains(NOTES), "{}", answered.stdout);
    let says = format!(
        "warning[another_version]: the next migration is `{NOTES}`, although 20240101000000 was asked for\n"
    );
    assert!(answered.stderr.contains(&says), "{}", answered.stderr);
}

#[test]
fn a_folder_that_cannot_be_written_is_wrong_usage() {
    let sandbox = Sandbox::new();
    sandbox.write("migrations", "a file where a folder should be");
    let answered = sandbox.run(clinics(), &["generate"]);
    assert!((1..=2).contains(&answered.code), "{answered:?}");
    assert!(
        answered.stderr.contains("migrations") && answered.stderr.contains("help: "),
        "{}",
        answered.stderr
    );
}
