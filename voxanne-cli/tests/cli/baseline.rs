//! `apply --baseline`: a database that has the schema already takes the ledger, or is told why not.

use serde_json::json;

use crate::database::{database, execute, on_runtime, server};
use crate::sandbox::{Answered, CONTACTS, FIRST, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes};
use voxanne_postgres::Connection;

fn run(sandbox: &Sandbox, url: &str, arguments: &[&str]) -> Answered {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--database-url", url]).collect();
    sandbox.run(clinics(), &arguments)
}

/// A database with what migrations make, and without a ledger.
fn built(sandbox: &Sandbox, name: &str, migrations: &[&str]) -> String {
    let url = database(name);
    for migration in migrations {
        execute(&url, &sandbox.read(&format!("migrations/{migration}.sql")));
    }
    url
}

fn one(url: &str, query: &str) -> Option<String> {
    on_runtime(async {
        let mut session = Connection::connect(url).await.unwrap();
        let rows = session.query(query).await.unwrap();
        session.close().await.unwrap();
        rows.into_iter().flatten().next().flatten()
    })
}

fn has_ledger(url: &str) -> bool {
    one(url, "SELECT to_regnamespace('voxanne')").is_some()
}

#[test]
fn a_database_that_has_the_schema_takes_the_ledger_and_goes_on_from_there() {
    let sandbox = Sandbox::generated(clinics());
    let url = built(&sandbox, "baseline", &[ORGANIZATIONS, CONTACTS]);
    let dry = run(&sandbox, &url, &["apply", "--baseline", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(
        dry.stdout.starts_with(&format!(
            "would record {ORGANIZATIONS}\nwould record {CONTACTS}\n"
        )) && dry.stdout.contains("nothing changed"),
        "{dry:?}"
    );
    assert!(!has_ledger(&url));

    let recorded = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    assert!(
        recorded
            .stdout
            .starts_with(&format!("recorded {ORGANIZATIONS}\nrecorded {CONTACTS}\n"))
            && recorded
                .stdout
                .contains("2 migrations recorded as its baseline, none run"),
        "{recorded:?}"
    );
    let status = run(&sandbox, &url, &["status"]);
    assert_eq!(status.code, 0, "{status:?}");
    assert_eq!(
        status.stdout.matches(", as a baseline\n").count(),
        2,
        "{status:?}"
    );
    assert!(
        status.stdout.contains(", by postgres, ") && status.stdout.ends_with("2 applied, 0 pending\n"),
        "{status:?}"
    );
    let document = sandbox.json(clinics(), &["status", "--database-url", &url]);
    let entry = &document["result"]["entries"][0];
    assert_eq!(
        (&entry["baseline"], &entry["state"]),
        (&json!(true), &json!("applied"))
    );

    let again = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(
        again
            .stdout
            .starts_with("nothing to record, the ledger has it already"),
        "{again:?}"
    );
    assert_eq!(run(&sandbox, &url, &["verify"]).code, 0);

    sandbox.run(clinics_with_notes(), &["generate"]);
    let next = run(&sandbox, &url, &["apply"]);
    assert!(next.stdout.contains("1 migration applied"), "{next:?}");
    let status = run(&sandbox, &url, &["status"]);
    assert_eq!(
        status.stdout.matches(", as a baseline\n").count(),
        2,
        "{status:?}"
    );
    let back = run(&sandbox, &url, &["rollback", "--all", "--allow-data-loss"]);
    assert_eq!(back.code, 0, "{back:?}");
    assert!(!has_ledger(&url));
}

#[test]
fn what_differs_is_told_by_object_and_nothing_is_written() {
    let sandbox = Sandbox::generated(clinics());
    let url = built(&sandbox, "baseline_differs", &[ORGANIZATIONS, CONTACTS]);
    execute(
        &url,
        "ALTER TABLE contacts ADD COLUMN mail text, ALTER COLUMN name DROP NOT NULL;
         DROP INDEX contacts_org_id_lead_status_idx; CREATE TABLE notes (id integer PRIMARY KEY);",
    );
    for more in [&[][..], &["--dry-run"]] {
        let arguments: Vec<&str> = ["apply", "--baseline"].iter().chain(more).copied().collect();
        let refused = run(&sandbox, &url, &arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused:?}");
        for said in [
            "error[not_equal]: nothing was recorded",
            "differs in 3 objects",
            "  ~ table `public.contacts`\n",
            "      column `mail`: `mail text` in the database, not in the migrations\n",
            "      column `name`: `name text` in the database, `name text NOT NULL` in the migrations\n",
            "  + index `public.contacts_org_id_lead_status_idx` on table `public.contacts`\n",
            "  - table `public.notes`, with 1 object that belongs to it\n",
            "help: `drift` compares with the definitions",
        ] {
            assert!(refused.stderr.contains(said), "{said}\n{}", refused.stderr);
        }
        assert!(!has_ledger(&url));
    }
}

#[test]
fn a_database_may_have_the_first_of_them_alone() {
    let sandbox = Sandbox::generated(clinics());
    let url = built(&sandbox, "baseline_first", &[ORGANIZATIONS]);
    let all = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(all.code, 1, "{all:?}");
    assert!(all.stderr.contains("  + table `public.contacts`"), "{all:?}");
    let first = run(&sandbox, &url, &["apply", "--baseline", "--to", FIRST]);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.stdout.contains("1 migration recorded"), "{first:?}");
    let nothing = run(&sandbox, &url, &["apply", "--baseline", "--to", FIRST]);
    assert!(nothing.stdout.starts_with("nothing to record"), "{nothing:?}");
    let refused = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused:?}");
    let rest = run(&sandbox, &url, &["apply"]);
    assert!(rest.stdout.contains("1 migration applied"), "{rest:?}");
}

#[test]
fn a_ledger_that_has_a_beginning_goes_on_with_what_was_done_by_hand() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("baseline_goes_on");
    assert_eq!(run(&sandbox, &url, &["apply", "--to", FIRST]).code, 0);
    execute(&url, &sandbox.read(&format!("migrations/{CONTACTS}.sql")));
    let rest = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(rest.code, 0, "{rest:?}");
    assert!(
        rest.stdout.starts_with(&format!("recorded {CONTACTS}\n")),
        "{rest:?}"
    );
    let status = run(&sandbox, &url, &["status"]);
    assert_eq!(
        status.stdout.matches(", as a baseline\n").count(),
        1,
        "{status:?}"
    );
}

#[test]
fn a_ledger_that_contradicts_the_folder_takes_no_baseline() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("baseline_conflict");
    assert_eq!(run(&sandbox, &url, &["apply"]).code, 0);
    for (change, code) in [
        ("SET slug = 'other'", "disagreement"),
        (
            "SET slug = 'create_organizations', state = 'running'",
            "half_done",
        ),
    ] {
        execute(
            &url,
            &format!("UPDATE voxanne.migrations {change} WHERE version = '{FIRST}'"),
        );
        let refused = run(&sandbox, &url, &["apply", "--baseline"]);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused:?}");
        assert!(
            refused.stderr.starts_with(&format!("error[{code}]: ")),
            "{refused:?}"
        );
    }
}

#[test]
fn ledgers_of_others_are_named_and_left_as_they_are() {
    let sandbox = Sandbox::generated(clinics());
    for (name, sql, words) in [
        (
            "sqlx",
            "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY);
             INSERT INTO _sqlx_migrations VALUES (1), (2);",
            "the ledger of sqlx (`public._sqlx_migrations`, 2 entries)",
        ),
        (
            "supabase",
            "CREATE SCHEMA supabase_migrations;
             CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[]);
             INSERT INTO supabase_migrations.schema_migrations VALUES ('20250101000000');",
            "the ledger of Supabase (`supabase_migrations.schema_migrations`, 1 entry)",
        ),
        (
            "refinery",
            "CREATE TABLE refinery_schema_history (version integer PRIMARY KEY)",
            "the ledger of refinery (`public.refinery_schema_history`, 0 entries)",
        ),
        (
            "seaorm",
            "CREATE TABLE seaql_migrations (version varchar PRIMARY KEY)",
            "the ledger of sea-orm-migration",
        ),
        (
            "diesel",
            "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY)",
            "the ledger of diesel",
        ),
        (
            "prisma",
            "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY)",
            "the ledger of Prisma",
        ),
        (
            "rails",
            "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
             CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY)",
            "the ledger of Rails (`public.schema_migrations`, 0 entries)",
        ),
        (
            "golang",
            "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean)",
            "the ledger of golang-migrate",
        ),
        (
            "drizzle",
            "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY)",
            "the ledger of Drizzle (`drizzle.__drizzle_migrations`, 0 entries)",
        ),
    ] {
        let url = built(
            &sandbox,
            &format!("taken_over_{name}"),
            &[ORGANIZATIONS, CONTACTS],
        );
        execute(&url, sql);
        let status = run(&sandbox, &url, &["status"]);
        let apply = run(&sandbox, &url, &["apply"]);
        assert_eq!((status.code, apply.code), (0, 1), "{apply:?}");
        for answered in [&status, &apply] {
            assert!(
                answered
                    .stderr
                    .starts_with(&format!("warning[other_ledger]: the database has {words}"))
                    && answered.stderr.contains("`apply --baseline`"),
                "{answered:?}"
            );
        }
        assert!(apply.stderr.contains("error[not_ready]"), "{apply:?}");
        let recorded = run(&sandbox, &url, &["apply", "--baseline"]);
        assert_eq!(recorded.code, 0, "{recorded:?}");
        assert!(
            recorded.stdout.contains(&format!("left as it is: {words}")),
            "{recorded:?}"
        );
        let status = run(&sandbox, &url, &["status"]);
        assert_eq!((status.code, status.stderr.as_str()), (0, ""), "{status:?}");
        let document = sandbox.json(clinics(), &["drift", "--database-url", &url]);
        assert_eq!(document["result"]["equal"], true, "{document}");
        assert_eq!(
            document["result"]["other_ledgers"].as_array().map(Vec::len),
            Some(1)
        );
    }
}

#[test]
fn what_has_no_form_is_told_and_left() {
    let sandbox = Sandbox::generated(clinics());
    let url = built(&sandbox, "baseline_unmodeled", &[ORGANIZATIONS, CONTACTS]);
    execute(&url, "CREATE OPERATOR FAMILY words USING btree");
    let recorded = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    assert!(
        recorded.stderr.contains("warning[unmodeled]")
            && recorded.stderr.contains("operator family `public.words`"),
        "{recorded:?}"
    );
    let kept = one(&url, "SELECT opfname FROM pg_opfamily WHERE opfname = 'words'");
    assert_eq!(kept.as_deref(), Some("words"));
}

#[test]
fn who_may_make_no_ledger_is_told_before_anything_is_built() {
    let sandbox = Sandbox::generated(clinics());
    built(&sandbox, "baseline_rights", &[ORGANIZATIONS, CONTACTS]);
    let admin = server().url("baseline_rights");
    execute(&admin, "CREATE ROLE baseline_clerk LOGIN");
    let url = server().url_as("baseline_rights", "baseline_clerk");
    let refused = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused:?}");
    assert!(
        refused.stderr.contains("error[not_ready]") && refused.stderr.contains("grant create on database"),
        "{refused:?}"
    );
    execute(
        &admin,
        "GRANT CREATE ON DATABASE baseline_rights TO baseline_clerk",
    );
    let recorded = run(&sandbox, &url, &["apply", "--baseline"]);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    assert!(
        recorded.stderr.contains("owners are not compared"),
        "{recorded:?}"
    );
    let status = run(&sandbox, &url, &["status"]);
    assert!(
        status.stdout.contains(", by baseline_clerk, as a baseline"),
        "{status:?}"
    );
}

#[test]
fn a_baseline_is_of_a_database_that_somebody_named() {
    let sandbox = Sandbox::generated(clinics());
    let nowhere = sandbox.run(clinics(), &["apply", "--baseline"]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (2, ""), "{nowhere:?}");
    assert!(nowhere.stderr.contains("no database was named"), "{nowhere:?}");
    let scratch = sandbox.run(clinics(), &["apply", "--baseline", "--scratch"]);
    assert_eq!(scratch.code, 2, "{scratch:?}");
    let url = database("baseline_version");
    let unknown = run(&sandbox, &url, &["apply", "--baseline", "--to", "20990101000000"]);
    assert_eq!(unknown.code, 2, "{unknown:?}");
}
