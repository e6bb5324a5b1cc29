//! `try`, on a scratch server of its own.

use serde_json::Value;
use voxanne_cli::Project;

use crate::sandbox::{CONTACTS, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes};

const CHECKS: &str = "\
create function pg_temp.organizations() returns bigint
language sql return (select count(*) from organizations);

-- check 1: a sample row is there
select pg_temp.organizations() = 1 as passed, format('%s organizations', pg_temp.organizations()) as seen;

-- check 2: what a check writes is seen by itself
insert into organizations (name) values ('another');
select pg_temp.organizations() = 2 as passed, 'two' as seen;

-- check 2.1: and gone with it
select pg_temp.organizations() = 1 as passed, 'one' as seen;
";

const WRONG_CHECKS: &str = "\
-- check 3: one and one is three
select 1 + 1 = 3 as passed, (1 + 1)::text as seen;

-- check 4: a table is there

select true as passed, name as seen
from no_such_table;

-- check 5: after an error, the next one is made
select true as passed, 'made' as seen;

-- check 6: needs an extension
select false as passed, 'no pgaudit here' as seen, true as skipped;

-- check 7: null is no answer
select null::boolean as passed, 'nothing' as seen;

-- check 8: ends its own transaction
rollback;
select true as passed, 'outside' as seen;

-- check 9: shows no row
select true as passed, 'x' as seen where false;
";

/// The verdict and what was seen of each acceptance check.
fn checks(document: &Value) -> Vec<(&str, &str, &str)> {
    let lines = document["result"]["lines"].as_array().unwrap().iter();
    lines
        .filter(|line| line["phase"] == "acceptance")
        .map(|line| {
            let text = |field: &str| line[field].as_str().unwrap();
            (text("number"), text("verdict"), text("seen"))
        })
        .collect()
}

fn with_samples() -> Sandbox {
    let sandbox = Sandbox::generated(clinics());
    sandbox.write(
        "samples/after_create_organizations.sql",
        "insert into organizations (name) values ('first');",
    );
    sandbox
}

#[test]
fn everything_goes_up_is_checked_and_goes_down() {
    let sandbox = with_samples();
    sandbox.write("acceptance/10_rows.sql", CHECKS);
    sandbox.write("samples/before_rollback.sql", "delete from organizations;");
    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!(
        (answered.code, answered.stderr.as_str()),
        (0, ""),
        "{}",
        answered.stdout
    );
    let lines: Vec<&str> = answered
        .stdout
        .lines()
        .map(|line| line.split("  0.").next().unwrap())
        .collect();
    let up = [
        "up".to_owned(),
        format!("  ok      {ORGANIZATIONS}"),
        format!("  ok      verify/{ORGANIZATIONS}.sql"),
        "  ok      samples/after_create_organizations.sql".to_owned(),
        "                1 row".to_owned(),
        format!("  ok      {CONTACTS}"),
        format!("  ok      verify/{CONTACTS}.sql"),
        "  ok      everything that the migrations come to".to_owned(),
    ];
    let checks = [
        "acceptance",
        "  ok      1     a sample row is there",
        "                1 organizations",
        "  ok      2     what a check writes is seen by itself",
        "                two",
        "  ok      2.1   and gone with it",
        "                one",
    ];
    let down = [
        "down".to_owned(),
        "  ok      samples/before_rollback.sql".to_owned(),
        "                1 row".to_owned(),
        format!("  ok      {CONTACTS}"),
        format!("  ok      {ORGANIZATIONS}"),
    ];
    let up: Vec<&str> = up.iter().map(String::as_str).collect();
    let down: Vec<&str> = down.iter().map(String::as_str).collect();
    for part in [&up[..], &checks, &down, &["left", "  ok      nothing is left"]] {
        assert!(
            lines.windows(part.len()).any(|lines| lines == part),
            "{part:#?}\n{}",
            answered.stdout
        );
    }
    assert!(
        answered
            .stdout
            .contains("3 acceptance checks: 3 passed, 0 failed, 0 skipped\n"),
        "{}",
        answered.stdout
    );
    assert!(answered.stdout.contains("\nproven in "), "{}", answered.stdout);
}

#[test]
fn checks_fail_err_and_are_skipped_aloud() {
    let sandbox = with_samples();
    sandbox.write("acceptance/10_rows.sql", CHECKS);
    sandbox.write("acceptance/20_wrong.sql", WRONG_CHECKS);
    sandbox.write(
        "acceptance/30_broken.sql",
        "select broken;\n-- check 10: never made\nselect true as passed, '' as seen;\n",
    );
    let document = sandbox.json(clinics(), &["try"]);
    assert_eq!(
        (document["exit_code"].as_i64(), &document["result"]["passed"]),
        (Some(1), &false.into())
    );
    let checks = checks(&document);
    let expected = [
        ("1", "passed", "1 organizations"),
        ("2", "passed", "two"),
        ("2.1", "passed", "one"),
        ("3", "failed", "2"),
        (
            "4",
            "failed",
            "relation \"no_such_table\" does not exist (42P01) at line 7",
        ),
        ("5", "passed", "made"),
        ("6", "skipped", "no pgaudit here"),
        ("7", "failed", "passed is null, which is no answer; seen: nothing"),
    ];
    assert_eq!(checks[..8], expected);
    assert_eq!((checks[8].0, checks[8].1), ("8", "failed"));
    assert!(
        checks[8].2.contains("ended its own transaction"),
        "{}",
        checks[8].2
    );
    assert_eq!((checks[9].0, checks[9].1), ("9", "failed"));
    assert_eq!((checks[10].0, checks[10].1), ("10", "failed"));
    assert!(checks[10].2.contains("preamble"), "{}", checks[10].2);
    assert_eq!(
        document["result"]["acceptance"],
        serde_json::json!({ "passed": 4, "failed": 6, "skipped": 1 })
    );
    let lines = document["result"]["lines"].as_array().unwrap();
    assert_eq!(
        lines.last().unwrap()["verdict"],
        "passed",
        "what failed was rolled back all the same"
    );

    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!(answered.code, 1);
    let place = "--> $ROOT/acceptance/20_wrong.sql:4\n";
    assert!(answered.stdout.contains(place), "{}", answered.stdout);
    assert!(
        answered.stdout.contains("  skipped 6     needs an extension"),
        "{}",
        answered.stdout
    );
    assert!(
        answered.stdout.contains("\nNOT PROVEN in "),
        "{}",
        answered.stdout
    );
    assert_eq!(answered.stderr, "error[failed]: 6 lines failed\n");
}

#[test]
fn wrong_headings_are_wrong_usage_before_anything_runs() {
    let sandbox = with_samples();
    sandbox.write(
        "acceptance/10.sql",
        "-- check 1 no colon\nselect 1;\n-- chekc 2: a slip\nselect 1;\n",
    );
    sandbox.write("acceptance/20.sql", "select 1;\n");
    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!((answered.code, answered.stdout.as_str()), (2, ""));
    for place in ["10.sql:1\n", "10.sql:3\n", "20.sql:1\n"] {
        assert!(
            answered
                .stderr
                .contains(&format!("  --> $ROOT/acceptance/{place}")),
            "{}",
            answered.stderr
        );
    }
    assert!(
        answered.stderr.contains("   3 | -- chekc 2: a slip\n"),
        "{}",
        answered.stderr
    );
    assert!(
        answered
            .stderr
            .contains("help: write `-- check <number>: <title>`"),
        "{}",
        answered.stderr
    );
}

#[test]
fn a_sample_of_no_migration_is_wrong_usage() {
    let sandbox = with_samples();
    sandbox.write("samples/before_create_organisations.sql", "select 1;");
    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!((answered.code, answered.stdout.as_str()), (2, ""));
    assert!(
        answered.stderr.contains("is called after no migration"),
        "{}",
        answered.stderr
    );
}

#[test]
fn a_sample_that_fails_stops_the_way_up_and_not_the_way_down() {
    let sandbox = with_samples();
    sandbox.write(
        "samples/before_create_contacts.sql",
        "insert into organizations (nome) values ('x');",
    );
    sandbox.write("acceptance/10_rows.sql", CHECKS);
    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!(answered.code, 1);
    assert!(
        answered
            .stdout
            .contains("  FAILED  samples/before_create_contacts.sql"),
        "{}",
        answered.stdout
    );
    assert!(answered.stdout.contains("column \"nome\""), "{}", answered.stdout);
    assert!(
        answered.stdout.contains("not made, for the way up stopped"),
        "{}",
        answered.stdout
    );
    assert!(!answered.stdout.contains(CONTACTS), "{}", answered.stdout);
    assert!(
        answered.stdout.contains("  ok      nothing is left"),
        "{}",
        answered.stdout
    );
}

#[test]
fn what_is_left_is_shown() {
    let sandbox = with_samples();
    sandbox.write(
        "samples/after_create_contacts.sql",
        "create table left_behind (n int);",
    );
    let answered = sandbox.run(clinics(), &["try"]);
    assert_eq!(answered.code, 1);
    assert!(
        answered.stdout.contains("  FAILED  nothing is left"),
        "{}",
        answered.stdout
    );
    assert!(
        answered.stdout.contains("+CREATE TABLE public.left_behind"),
        "{}",
        answered.stdout
    );
}

#[test]
fn what_is_missing_is_said_aloud() {
    let sandbox = with_samples();
    let answered = sandbox.run(clinics_with_notes(), &["try"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert!(
        answered.stdout.contains("0 acceptance checks: "),
        "{}",
        answered.stdout
    );
    assert!(
        answered
            .stderr
            .contains("warning[no_checks]: there are no acceptance checks in `$ROOT/acceptance`")
    );
    assert!(
        answered
            .stderr
            .contains("warning[stale]: the definitions are ahead of the migrations")
    );
}

#[test]
fn the_folders_can_be_elsewhere() {
    let sandbox = Sandbox::generated(clinics());
    sandbox.write(
        "rows/after_create_organizations.sql",
        "insert into organizations (name) values ('first');",
    );
    sandbox.write("proof/10_rows.sql", CHECKS);
    let project = Project::new(clinics(), sandbox.path(""))
        .samples("rows")
        .checks("proof");
    let answered = sandbox.run_project(project, &["try"]);
    assert_eq!(answered.code, 0, "{answered:?}");
    assert!(answered.stdout.contains("3 passed"), "{}", answered.stdout);
}
