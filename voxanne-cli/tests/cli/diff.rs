//! `diff`: two sources in, one script for `psql` out, and nothing else there.

use std::io::Write as _;
use std::process::{Command, Stdio};

use voxanne_postgres::{Connection, DumpOptions, dump_schema};
use voxanne_schema::Declaration;

use crate::database::{database, execute, on_runtime, server};
use crate::sandbox::Answered;
use crate::{Sandbox, clinics, clinics_with_notes, clinics_without_contacts};

/// Runs `diff` between two sources, of which files lie in the sandbox.
fn diff(sandbox: &Sandbox, from: &str, to: &str, more: &[&str]) -> Answered {
    let path = |source: &str| match source {
        "empty" | "declared" => source.to_owned(),
        url if url.contains("://") => url.to_owned(),
        file => sandbox.path(file).display().to_string(),
    };
    let (from, to) = (path(from), path(to));
    let arguments = ["diff", "--from", &from, "--to", &to];
    let arguments: Vec<&str> = arguments.into_iter().chain(more.iter().copied()).collect();
    sandbox.run(clinics(), &arguments)
}

fn model(declaration: &Declaration) -> String {
    serde_json::to_string(&declaration.collect().0.schema).unwrap()
}

/// The two states of the clinics, as models.
fn models() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("before.json", &model(&clinics()));
    sandbox.write("after.json", &model(&clinics_with_notes()));
    sandbox.write("less.json", &model(&clinics_without_contacts()));
    sandbox
}

/// Runs a script as a person would.
pub(crate) fn psql(url: &str, script: &str) {
    let mut child = Command::new(server().bin_dir().join("psql"))
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", url])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{script}");
}

fn dump(url: &str) -> String {
    let options = DumpOptions {
        bin: Some(server().bin_dir().to_owned()),
        ..DumpOptions::default()
    };
    on_runtime(dump_schema(url, &options)).unwrap()
}

fn fine(answered: Answered) -> String {
    assert_eq!(answered.code, 0, "{}", answered.stderr);
    answered.stdout
}

#[test]
fn psql_goes_there_and_back() {
    let sandbox = models();
    let (url, fresh) = (database("diff_there"), database("diff_fresh"));
    psql(&url, &fine(diff(&sandbox, "empty", "before.json", &[])));
    let before = dump(&url);
    psql(&url, &fine(diff(&sandbox, "before.json", "after.json", &[])));
    psql(&fresh, &fine(diff(&sandbox, "empty", "after.json", &[])));
    assert_eq!(dump(&url), dump(&fresh));
    psql(
        &url,
        &fine(diff(&sandbox, "before.json", "after.json", &["--down"])),
    );
    assert_eq!(dump(&url), before);
}

#[test]
fn nothing_to_do_is_nothing_on_standard_output() {
    let sandbox = models();
    sandbox.write("a.sql", "CREATE TYPE mood AS ENUM ('a');");
    for (from, to, more) in [
        ("before.json", "before.json", &["--exit-code"][..]),
        ("before.json", "before.json", &["--plan"]),
        ("before.json", "before.json", &["--down"]),
        ("a.sql", "a.sql", &["--exit-code"]),
        ("empty", "empty", &["--exit-code"]),
    ] {
        let answered = diff(&sandbox, from, to, more);
        assert_eq!(
            (answered.code, answered.stdout.as_str(), answered.stderr.as_str()),
            (0, "", ""),
            "{from} {to}"
        );
    }
}

#[test]
fn a_difference_ends_with_1_where_that_is_asked_for() {
    let sandbox = models();
    let plain = diff(&sandbox, "before.json", "after.json", &[]);
    let asked = diff(&sandbox, "before.json", "after.json", &["--exit-code"]);
    assert_eq!((plain.code, asked.code), (0, 1));
    assert_eq!(plain.stdout, asked.stdout);
    assert_eq!(asked.stderr, "");
}

#[test]
fn a_refusal_leaves_standard_output_empty() {
    let sandbox = models();
    let refused = diff(&sandbox, "before.json", "less.json", &[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    for said in ["error[deletes_data]", "public.contacts", "--allow deletes_data"] {
        assert!(refused.stderr.contains(said), "{said}\n{}", refused.stderr);
    }
    for word in ["deletes_data", "all"] {
        let allowed = fine(diff(&sandbox, "before.json", "less.json", &["--allow", word]));
        assert!(allowed.contains("DROP TABLE public.contacts;"), "{allowed}");
    }
    let back = diff(
        &sandbox,
        "before.json",
        "less.json",
        &["--allow", "all", "--down"],
    );
    assert!(
        back.stdout.contains("CREATE TABLE public.contacts"),
        "{}",
        back.stdout
    );
}

#[test]
fn the_plan_and_the_document_say_why() {
    let sandbox = models();
    let plan = fine(diff(&sandbox, "before.json", "after.json", &["--plan"]));
    for said in [
        "part 1 of 1 part",
        "ALTER TABLE public.contacts",
        "lock ",
        "back ",
    ] {
        assert!(plan.contains(said), "{said}\n{plan}");
    }
    let document: serde_json::Value =
        serde_json::from_str(&fine(diff(&sandbox, "before.json", "after.json", &["--json"]))).unwrap();
    let result = &document["result"];
    assert_eq!(document["command"], "diff");
    assert_eq!(result["equal"], false);
    assert_eq!(result["parts"][0]["transaction"], "inside");
    assert_eq!(
        result["up"].as_str().unwrap(),
        fine(diff(&sandbox, "before.json", "after.json", &[]))
    );
}

#[test]
fn a_rename_is_no_drop() {
    let sandbox = models();
    let renamed = model(&clinics())
        .replace("\"contacts", "\"people")
        .replace("contacts", "people");
    sandbox.write("renamed.json", &renamed);
    let refused = diff(&sandbox, "before.json", "renamed.json", &[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    let renamed = fine(diff(
        &sandbox,
        "before.json",
        "renamed.json",
        &["--rename", "contacts=people"],
    ));
    assert!(
        renamed.contains("ALTER TABLE public.contacts RENAME TO people;"),
        "{renamed}"
    );
    assert!(!renamed.contains("DROP"), "{renamed}");
    for (words, says) in [
        ("cities=towns", "nothing is called `cities`"),
        ("contacts=towns", "the state after has no table `public.towns`"),
        ("contacts", "`contacts` is no rename"),
    ] {
        let answered = diff(&sandbox, "before.json", "renamed.json", &["--rename", words]);
        assert_eq!((answered.code, answered.stdout.as_str()), (1, ""), "{words}");
        assert!(answered.stderr.contains(says), "{words}\n{}", answered.stderr);
    }
}

#[test]
fn columns_stay_where_they_are_where_that_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("from.sql", "CREATE TABLE t (a integer PRIMARY KEY, b integer);");
    sandbox.write(
        "to.sql",
        "CREATE TABLE t (c integer, b integer, a integer PRIMARY KEY);",
    );
    let refused = diff(&sandbox, "from.sql", "to.sql", &[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(
        refused.stderr.contains("error[moves_columns]"),
        "{}",
        refused.stderr
    );
    let any = fine(diff(&sandbox, "from.sql", "to.sql", &["--any-column-order"]));
    assert!(
        any.contains("ALTER TABLE public.t ADD COLUMN c integer;"),
        "{any}"
    );
    assert_eq!(any.matches("ALTER TABLE").count(), 1, "{any}");
}

#[test]
fn the_definitions_say_what_rows_get() {
    let sandbox = Sandbox::generated(clinics());
    let migrations = sandbox.path("migrations").display().to_string();
    let same = diff(&sandbox, &migrations, "declared", &["--exit-code"]);
    assert_eq!((same.code, same.stdout.as_str()), (0, ""), "{}", same.stderr);
    assert!(
        same.stderr.contains("2 files, written by voxanne"),
        "{}",
        same.stderr
    );
    let arguments = ["diff", "--from", &migrations, "--to", "declared"];
    let answered = sandbox.run(clinics_with_notes(), &arguments);
    assert_eq!(answered.code, 0, "{}", answered.stderr);
    assert!(
        answered
            .stdout
            .contains("ALTER TABLE public.contacts ADD COLUMN notes text;"),
        "{}",
        answered.stdout
    );
}

#[test]
fn files_of_several_tools_are_read_in_their_order() {
    let sandbox = Sandbox::new();
    sandbox.write("to.sql", "CREATE TYPE mood AS ENUM ('a', 'b', 'c');");
    let first = "CREATE TYPE mood AS ENUM ('a');";
    let second = "ALTER TYPE mood ADD VALUE 'b';";
    let third = "ALTER TYPE mood ADD VALUE 'c';";
    for (folder, files) in [
        ("sqlx", ["2_a.up.sql", "10_b.up.sql", "11_c.up.sql"]),
        ("refinery", ["V2__a.sql", "V10__b.sql", "V11__c.sql"]),
        (
            "supabase",
            [
                "20250101000000_a.sql",
                "20250102000000_b.sql",
                "20250103000000_c.sql",
            ],
        ),
        (
            "diesel",
            [
                "2025-01-01_a/up.sql",
                "2025-01-02_b/up.sql",
                "2025-01-03_c/up.sql",
            ],
        ),
        ("plain", ["a.sql", "b.sql", "c.sql"]),
    ] {
        for (file, text) in files.into_iter().zip([first, second, third]) {
            sandbox.write(&format!("{folder}/{file}"), text);
        }
        sandbox.write(&format!("{folder}/README.md"), "no SQL");
        if folder == "sqlx" {
            sandbox.write("sqlx/2_a.down.sql", "DROP TYPE mood;");
        }
        let answered = diff(&sandbox, folder, "to.sql", &[]);
        assert_eq!(
            (answered.code, answered.stdout.as_str()),
            (0, ""),
            "{folder}\n{}",
            answered.stderr
        );
        assert!(answered.stderr.contains("3 files, "), "{}", answered.stderr);
    }
}

#[test]
fn what_is_wrong_with_a_source_is_told_with_its_place_and_a_help() {
    let sandbox = models();
    sandbox.write("nothing/README.md", "");
    sandbox.write("supabase/migrations/1_a.sql", "");
    sandbox.write("two/1_a.up.sql", "");
    sandbox.write("two/V1__b.sql", "");
    sandbox.write("broken/1_a.sql", "CREATE TYPE mood AS ENUM ('a');\n");
    sandbox.write("broken/2_b.sql", "SELECT 1;\n\nCREATE TABL x ();\n");
    sandbox.write(
        "role.sql",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;",
    );
    sandbox.write("open.sql", "BEGIN; CREATE TYPE mood AS ENUM ('a');");
    sandbox.write("psql.sql", "SELECT 1;\n\\i other.sql\n");
    sandbox.write("model.json", "[{\"tabel\": 1}]");
    sandbox.write("notes.txt", "");
    let nobody = "postgresql://nobody@127.0.0.1:1/nothing";
    for (source, code, says) in [
        (
            "missing.sql",
            2,
            &["there is no file or folder", "--to", "help: a source is"][..],
        ),
        ("nothing", 2, &["holds no SQL file", "help: name the folder"]),
        (
            "supabase",
            2,
            &["holds no SQL file", "help: perhaps `$ROOT/supabase/migrations`"],
        ),
        ("two", 2, &["migrations of two kinds: 1_a.up.sql, V1__b.sql"]),
        (
            "broken",
            3,
            &[
                "error[42601]",
                "2_b.sql:3, statement 2",
                "CREATE TABL x",
                "help: ",
            ],
        ),
        (
            "role.sql",
            3,
            &["role \"app\" does not exist", "role.sql:1", "`--role app`"],
        ),
        ("open.sql", 2, &["begins a transaction and does not end it"]),
        ("psql.sql", 2, &["line 2: `\\i other.sql` is a command of psql"]),
        (
            "model.json",
            2,
            &["does not read: unknown variant `tabel`", "line 1 column"],
        ),
        (
            "notes.txt",
            2,
            &["its name does not say which", "`sql:$ROOT/notes.txt`"],
        ),
        (nobody, 3, &["no server answers at", "help: "]),
    ] {
        let answered = diff(&sandbox, "before.json", source, &[]);
        assert_eq!(
            (answered.code, answered.stdout.as_str()),
            (code, ""),
            "{source}\n{}",
            answered.stderr
        );
        for said in says {
            assert!(
                answered.stderr.contains(said),
                "{source}: {said}\n{}",
                answered.stderr
            );
        }
    }
    let given = diff(&sandbox, "role.sql", "role.sql", &["--role", "app"]);
    assert_eq!(given.code, 0, "{}", given.stderr);
    let unknown = diff(&sandbox, "empty", "before.json", &["--allow", "everything"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(
        unknown.stderr.contains("stops_at_rows, all]"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_database_is_read_and_not_changed() {
    let sandbox = Sandbox::new();
    let url = database("diff_read");
    execute(&url, "CREATE TYPE mood AS ENUM ('a'); SELECT lo_create(424242);");
    let before = dump(&url);
    sandbox.write("to.sql", "CREATE TYPE mood AS ENUM ('a', 'b');");
    let answered = diff(&sandbox, &url, "to.sql", &[]);
    assert_eq!(answered.code, 0, "{}", answered.stderr);
    assert!(
        answered.stderr.contains("large object `424242`"),
        "{}",
        answered.stderr
    );
    assert_eq!(dump(&url), before);
    psql(&url, &answered.stdout);
    let rest = diff(&sandbox, &url, "to.sql", &["--exit-code"]);
    assert_eq!((rest.code, rest.stdout.as_str()), (0, ""), "{}", rest.stderr);
    let kept = on_runtime(async {
        let mut session = Connection::connect(&url).await.unwrap();
        session
            .query("SELECT oid FROM pg_largeobject_metadata WHERE oid = 424242")
            .await
            .unwrap()
    });
    assert_eq!(kept.len(), 1);
}

#[test]
fn what_a_database_has_of_its_own_is_left_out_and_told() {
    let sandbox = Sandbox::new();
    let url = database("diff_own");
    execute(
        &url,
        "CREATE ROLE owner_of_shops; CREATE TABLE shops (id integer PRIMARY KEY);
         ALTER TABLE shops OWNER TO owner_of_shops;
         CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, note bigserial);
         CREATE INDEX ON _sqlx_migrations (note); COMMENT ON TABLE _sqlx_migrations IS 'a ledger';",
    );
    sandbox.write(
        "migrations/1_shops.sql",
        "CREATE TABLE shops (id integer PRIMARY KEY);",
    );
    for (from, to) in [(url.as_str(), "migrations"), ("migrations", url.as_str())] {
        let answered = diff(&sandbox, from, to, &["--exit-code"]);
        assert_eq!(
            (answered.code, answered.stdout.as_str()),
            (0, ""),
            "{}",
            answered.stderr
        );
        for said in [
            "table `public._sqlx_migrations`, the ledger of sqlx",
            "owners are not compared",
            "`owner_of_shops`",
        ] {
            assert!(answered.stderr.contains(said), "{said}\n{}", answered.stderr);
        }
    }
    sandbox.write(
        "owned.sql",
        "CREATE TABLE shops (id integer PRIMARY KEY); ALTER TABLE shops OWNER TO owner_of_stores;",
    );
    execute(&url, "CREATE ROLE owner_of_stores");
    let owned = diff(
        &sandbox,
        &url,
        "owned.sql",
        &["--role", "owner_of_stores", "--allow", "all"],
    );
    assert!(
        owned
            .stdout
            .contains("ALTER TABLE public.shops OWNER TO owner_of_stores;"),
        "{}",
        owned.stdout
    );
    psql(&url, &owned.stdout);
}

#[test]
fn a_way_back_that_is_planned_by_itself_says_what_stays_lost() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "keyed.sql",
        "CREATE TABLE orders (id integer PRIMARY KEY, note text);",
    );
    sandbox.write("bare.sql", "CREATE TABLE orders (note text);");
    let back = |more: &[&str]| diff(&sandbox, "keyed.sql", "bare.sql", more);
    let refused = back(&["--down", "--allow", "deletes_data"]);
    assert_eq!(
        (refused.code, refused.stdout.as_str()),
        (1, ""),
        "{}",
        refused.stderr
    );
    let planned = back(&["--down", "--allow", "all"]);
    assert_eq!(planned.code, 0, "{}", planned.stderr);
    for said in [
        "-- Not brought back: ",
        "public.orders",
        "-- Hazard stops_at_rows: ",
    ] {
        assert!(planned.stdout.contains(said), "{said}\n{}", planned.stdout);
    }
    let document = back(&["--json", "--allow", "all"]);
    let document: serde_json::Value = serde_json::from_str(&document.stdout).unwrap();
    let irreversible = document["result"]["irreversible"].as_array().map(Vec::len);
    assert_eq!(irreversible, Some(1), "{document}");
}

#[test]
fn the_binary_without_definitions_says_that_it_has_none() {
    let output = Command::new(env!("CARGO_BIN_EXE_voxanne"))
        .args(["diff", "--from", "empty", "--to", "declared"])
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("`declared` asks for definitions"), "{said}");
}
