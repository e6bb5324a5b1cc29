//! `drift`: the definitions against a database, by object, with what would mend it.

use serde_json::{Value, json};
use voxanne_schema::Declaration;

use crate::database::{database, execute, server};
use crate::diff::psql;
use crate::sandbox::Answered;
use crate::{Sandbox, clinics, clinics_with_notes, clinics_with_notes_and_phones, clinics_with_phones};

fn drift(sandbox: &Sandbox, declaration: Declaration, url: &str, more: &[&str]) -> Answered {
    let arguments = ["drift", "--database-url", url];
    let arguments: Vec<&str> = arguments.into_iter().chain(more.iter().copied()).collect();
    sandbox.run(declaration, &arguments)
}

fn document(sandbox: &Sandbox, url: &str, more: &[&str]) -> Value {
    let arguments = ["drift", "--database-url", url];
    let arguments: Vec<&str> = arguments.into_iter().chain(more.iter().copied()).collect();
    sandbox.json(clinics(), &arguments)
}

/// A project whose database has all of it.
fn applied(name: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::generated(clinics());
    let url = database(name);
    let answered = sandbox.run(clinics(), &["apply", "--database-url", &url]);
    assert_eq!(answered.code, 0, "{answered:?}");
    (sandbox, url)
}

/// What somebody did by hand.
const BY_HAND: &str = "ALTER TABLE contacts ADD COLUMN mail text, ALTER COLUMN name TYPE varchar(80);
DROP INDEX contacts_org_id_lead_status_idx;
CREATE TABLE notes (id integer PRIMARY KEY, contact_id uuid REFERENCES contacts);
COMMENT ON TABLE notes IS 'by hand';
CREATE INDEX by_hand ON contacts (mail);";

#[test]
fn what_differs_is_told_by_who_is_ahead_and_its_sql_mends_it() {
    let (sandbox, url) = applied("drift_by_hand");
    let equal = drift(&sandbox, clinics(), &url, &[]);
    assert_eq!((equal.code, equal.stderr.as_str()), (0, ""), "{equal:?}");
    assert!(
        equal
            .stdout
            .starts_with("the database is what the definitions say, "),
        "{equal:?}"
    );

    execute(&url, BY_HAND);
    let told = drift(&sandbox, clinics(), &url, &[]);
    assert_eq!((told.code, told.stderr.as_str()), (1, ""), "{told:?}");
    let place = told.stdout.lines().next().unwrap();
    let rest = told.stdout.replacen(place, "", 1);
    assert!(place.starts_with("4 objects differ from the definitions: database postgresql://"));
    let file = "voxanne-cli/tests/cli/definitions.rs";
    let line = rest.split(&format!("{file}:")).nth(1).unwrap();
    let line: String = line.chars().take_while(char::is_ascii_digit).collect();
    insta::assert_snapshot!(rest.replace(&format!("{file}:{line}"), "definitions.rs:LINE"));

    let refused = drift(&sandbox, clinics(), &url, &["--sql"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused:?}");
    assert!(
        refused.stderr.starts_with("4 objects differ")
            && refused.stderr.contains("error[deletes_data]")
            && refused.stderr.contains("--allow deletes_data"),
        "{refused:?}"
    );
    let sql = drift(&sandbox, clinics(), &url, &["--sql", "--allow", "all"]);
    assert_eq!(sql.code, 1, "{sql:?}");
    assert!(sql.stdout.starts_with("-- The way from one state"), "{sql:?}");
    psql(&url, &sql.stdout);
    let mended = drift(&sandbox, clinics(), &url, &["--sql"]);
    assert_eq!((mended.code, mended.stdout.as_str()), (0, ""), "{mended:?}");
    // The ledger knows nothing of it, and is as it was.
    assert_eq!(
        sandbox.run(clinics(), &["status", "--database-url", &url]).code,
        0
    );
}

#[test]
fn a_migration_that_the_database_lacks_is_the_likely_cause() {
    let (sandbox, url) = applied("drift_causes");
    let unwritten = drift(&sandbox, clinics_with_notes(), &url, &[]);
    assert_eq!(unwritten.code, 1, "{unwritten:?}");
    for said in [
        "column `notes`: not in the database, `notes text` in the definitions\n",
        "no migration brings it yet: `generate` would write one\n",
    ] {
        assert!(unwritten.stdout.contains(said), "{said}\n{}", unwritten.stdout);
    }
    assert!(!unwritten.stdout.contains("is pending"), "{unwritten:?}");

    sandbox.run(clinics_with_notes(), &["generate"]);
    let pending = drift(&sandbox, clinics_with_notes(), &url, &[]);
    assert!(
        pending
            .stdout
            .contains("_add_notes_to_contacts` is pending and changes it: `apply` would bring that\n")
            && pending.stdout.contains("`apply` "),
        "{pending:?}"
    );
    assert!(!pending.stdout.contains("no migration brings"), "{pending:?}");
    let sql = drift(&sandbox, clinics_with_notes(), &url, &["--sql"]);
    assert!(
        sql.stdout.contains("ADD COLUMN notes text;") && sql.stderr.contains("warning[pending]"),
        "{sql:?}"
    );
    let both = drift(&sandbox, clinics_with_notes_and_phones(), &url, &[]);
    assert!(
        both.stdout.contains("is pending") && both.stdout.contains("no migration brings it yet"),
        "{both:?}"
    );
    // What was done by hand, and what is pending does: the ledger is behind.
    psql(&url, &sql.stdout);
    let ahead = drift(&sandbox, clinics_with_notes(), &url, &[]);
    assert_eq!(ahead.code, 0, "{ahead:?}");
    assert!(ahead.stderr.contains("warning[pending]"), "{ahead:?}");
}

#[test]
fn a_machine_reads_every_object_with_its_facets() {
    let (sandbox, url) = applied("drift_json");
    execute(&url, BY_HAND);
    let found = document(&sandbox, &url, &[]);
    let result = &found["result"];
    assert_eq!(
        (
            &found["command"],
            &found["exit_code"],
            &result["equal"],
            &result["sql"]
        ),
        (&json!("drift"), &json!(1), &json!(false), &Value::Null)
    );
    assert_eq!(found["errors"][0]["code"], "deletes_data");
    let differences = result["differences"].as_array().unwrap();
    let of = |object: &str| {
        let found = differences.iter().find(|of| of["object"] == object);
        found.unwrap_or_else(|| panic!("{object}: {differences:?}"))
    };
    let contacts = of("table `public.contacts`");
    assert_eq!(
        (&contacts["ahead"], &contacts["kind"]),
        (&json!("both"), &json!("table"))
    );
    assert_eq!(
        contacts["facets"],
        json!([
            { "name": "column `name`", "before": "name varchar(80) NOT NULL", "after": "name text NOT NULL" },
            { "name": "column `mail`", "before": "mail text", "after": null },
        ])
    );
    assert!(contacts["declared_at"]["line"].is_number());
    let key = of("constraint `notes_pkey` on `public.notes`");
    assert_eq!(
        (&key["ahead"], &key["part_of"]),
        (&json!("database"), &json!("table `public.notes`"))
    );
    assert_eq!(
        of("index `public.contacts_org_id_lead_status_idx`")["ahead"],
        "definitions"
    );
    let allowed = document(&sandbox, &url, &["--allow", "all"]);
    assert!(
        allowed["result"]["sql"]
            .as_str()
            .unwrap()
            .contains("DROP TABLE public.notes;")
    );
    assert_eq!(allowed["errors"], json!([]));
}

#[test]
fn annotations_stand_at_the_lines_that_declare() {
    let (sandbox, url) = applied("drift_annotations");
    execute(&url, BY_HAND);
    let told = drift(&sandbox, clinics(), &url, &["--format", "github"]);
    assert_eq!((told.code, told.stderr.as_str()), (1, ""), "{told:?}");
    let lines: Vec<&str> = told.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{told:?}");
    assert!(
        lines[0].starts_with("::error file=voxanne-cli/tests/cli/definitions.rs,line=")
            && lines[0].contains(",title=drift%3A table `public.contacts`::table `public.contacts` is not in the database as it is declared%0A"),
        "{told:?}"
    );
    assert!(
        lines[1].starts_with("::error title=drift%3A table `public.notes`::"),
        "{told:?}"
    );
}

#[test]
fn other_namespaces_are_looked_at_where_that_is_asked_for() {
    let (sandbox, url) = applied("drift_namespace");
    execute(
        &url,
        "CREATE SCHEMA reports; CREATE TABLE reports.weekly (at date);",
    );
    let all = drift(&sandbox, clinics(), &url, &[]);
    assert_eq!(all.code, 1, "{all:?}");
    assert!(all.stdout.contains("- schema `reports`"), "{all:?}");
    let ours = drift(&sandbox, clinics(), &url, &["--namespace", "public"]);
    assert_eq!(ours.code, 0, "{ours:?}");
}

#[test]
fn who_may_not_read_the_ledger_can_compare_all_the_same() {
    let (sandbox, _) = applied("drift_reader");
    let url = server().url_as("drift_reader", "drift_reader");
    execute(&server().url("drift_reader"), "CREATE ROLE drift_reader LOGIN");
    let equal = drift(&sandbox, clinics(), &url, &[]);
    assert_eq!(equal.code, 0, "{equal:?}");
    for said in [
        "the ledger may not be read by this user",
        "owners are not compared, for the other state says nothing of them",
    ] {
        assert!(equal.stderr.contains(said), "{equal:?}");
    }
}

#[test]
fn what_cannot_be_compared_is_no_drift() {
    let sandbox = Sandbox::generated(clinics());
    let nowhere = sandbox.run(clinics_with_phones(), &["drift"]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (2, ""), "{nowhere:?}");
    assert!(nowhere.stderr.contains("no database was named"), "{nowhere:?}");
    let both = sandbox.run(clinics(), &["drift", "--sql", "--format", "github"]);
    assert_eq!(both.code, 2, "{both:?}");
    let url = database("drift_wrong");
    let wrong = drift(&sandbox, crate::wrong_clinics(), &url, &[]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{wrong:?}");
    let missing = url.replace("drift_wrong", "no_such_database");
    let missing = drift(&sandbox, clinics(), &missing, &[]);
    assert_eq!((missing.code, missing.stdout.as_str()), (3, ""), "{missing:?}");
}

#[test]
fn what_the_database_has_is_written_as_definitions_and_nothing_is_written_over() {
    let (sandbox, url) = applied("drift_adopt");
    let nothing = drift(&sandbox, clinics(), &url, &["--adopt"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (2, ""), "{nothing:?}");
    assert!(
        nothing.stderr.contains("there is no folder `$ROOT/src`"),
        "{nothing:?}"
    );
    sandbox.write("src/lib.rs", "");
    sandbox.write("Cargo.toml", "[package]\nname = \"cli\"\n");
    let equal = drift(&sandbox, clinics(), &url, &["--adopt"]);
    assert_eq!(equal.code, 0, "{equal:?}");
    assert!(!sandbox.path("src/adopted").exists());

    execute(&url, BY_HAND);
    let told = drift(&sandbox, clinics(), &url, &["--adopt"]);
    assert_eq!((told.code, told.stderr.as_str()), (1, ""), "{told:?}");
    let (_, written) = told.stdout.split_once("\nwritten\n").unwrap();
    let file = "voxanne-cli/tests/cli/definitions.rs:";
    let line: String = written
        .split(file)
        .nth(1)
        .unwrap()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    insta::assert_snapshot!(written.replace(&format!("{file}{line}"), "definitions.rs:LINE"));
    let notes = sandbox.read("src/adopted/notes.rs");
    for said in [
        "use crate::definitions::Contact;",
        "/// by hand\n#[derive(Table)]",
        "#[col(references = Contact::id)]\n    pub contact_id: Option<Uuid>,",
    ] {
        assert!(notes.contains(said), "{said}\n{notes}");
    }
    let contact = sandbox.read("src/adopted/changed/contact.rs");
    assert!(
        contact.contains("    pub mail: Option<String>,")
            && contact.contains("r.index(c.mail).named(\"by_hand\");"),
        "{contact}"
    );
    let again = drift(&sandbox, clinics(), &url, &["--adopt"]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""), "{again:?}");
    assert!(again.stderr.contains("there is a module `adopted`"), "{again:?}");
    let document = document(&sandbox, &url, &["--adopt", "by_hand"]);
    let adopted = &document["result"]["adopted"];
    assert_eq!(adopted["tasks"][0]["todo"], "change", "{document}");
    assert_eq!(
        adopted["declared"].as_array().map(Vec::len),
        Some(4),
        "{document}"
    );
    assert!(sandbox.path("src/by_hand/mod.rs").exists());
}
