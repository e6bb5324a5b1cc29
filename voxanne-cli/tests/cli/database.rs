//! `apply`, `status`, `verify` and `rollback` on a database that somebody names.

use std::sync::OnceLock;

use serde_json::{Value, json};
use voxanne_postgres::{Connection, ScratchOptions, ScratchServer};

use crate::sandbox::{Answered, CONTACTS, FIRST, ORGANIZATIONS};
use crate::{Sandbox, clinics, clinics_with_notes};

pub(crate) fn server() -> &'static ScratchServer {
    static SERVER: OnceLock<ScratchServer> = OnceLock::new();
    SERVER.get_or_init(|| ScratchServer::start(&ScratchOptions::default()).unwrap())
}

pub(crate) fn on_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Creates a database, and gives its URL.
pub(crate) fn database(name: &str) -> String {
    on_runtime(server().create_database(name)).unwrap();
    server().url(name)
}

pub(crate) fn execute(url: &str, script: &str) {
    on_runtime(async {
        let mut session = Connection::connect(url).await.unwrap();
        session.execute(script).await.unwrap();
        session.close().await.unwrap();
    });
}

fn run(sandbox: &Sandbox, url: &str, arguments: &[&str]) -> Answered {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--database-url", url]).collect();
    sandbox.run(clinics(), &arguments)
}

fn json_of(sandbox: &Sandbox, url: &str, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--database-url", url]).collect();
    sandbox.json(clinics(), &arguments)
}

#[test]
fn up_and_down_with_a_look_at_every_step() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("steps");
    let status = run(&sandbox, &url, &["status"]);
    assert_eq!(status.code, 0);
    assert!(
        status.stdout.contains(&format!("  pending  {ORGANIZATIONS}\n")),
        "{}",
        status.stdout
    );
    assert!(
        status.stdout.ends_with("0 applied, 2 pending\n"),
        "{}",
        status.stdout
    );
    let verify = run(&sandbox, &url, &["verify"]);
    assert_eq!(verify.code, 0);
    assert!(
        verify.stdout.starts_with("nothing is applied"),
        "{}",
        verify.stdout
    );

    let dry = run(&sandbox, &url, &["apply", "--dry-run"]);
    assert!(dry.stdout.starts_with(&format!(
        "would apply {ORGANIZATIONS}\nwould apply {CONTACTS}\n2 migrations to apply"
    )));
    let first = run(&sandbox, &url, &["apply", "--to", FIRST]);
    assert_eq!(first.code, 0);
    assert!(
        first.stdout.starts_with(&format!("applied {ORGANIZATIONS} 0.")),
        "{}",
        first.stdout
    );
    let rest = json_of(&sandbox, &url, &["apply"]);
    assert_eq!(rest["result"]["applied"][0]["migration"], CONTACTS);
    assert_eq!(rest["result"]["database"]["scratch"], false);
    assert!(
        run(&sandbox, &url, &["apply"])
            .stdout
            .starts_with("nothing to apply: database postgres")
    );

    let status = json_of(&sandbox, &url, &["status"]);
    assert_eq!(
        (&status["result"]["applied"], &status["result"]["pending"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(status["result"]["entries"][1]["state"], "applied");
    let verify = json_of(&sandbox, &url, &["verify"]);
    assert_eq!(
        (&verify["result"]["at"], &verify["result"]["verified"]),
        (&json!(CONTACTS), &json!(true))
    );

    execute(&url, "insert into organizations (name) values ('kept')");
    let one = run(&sandbox, &url, &["rollback"]);
    assert!(
        one.stdout.starts_with(&format!("rolled back {CONTACTS} 0.")),
        "{}",
        one.stdout
    );
    let refused = json_of(&sandbox, &url, &["rollback", "--all"]);
    assert_eq!(
        (&refused["exit_code"], &refused["errors"][0]["code"]),
        (&json!(1), &json!("loses_data"))
    );
    let all = run(&sandbox, &url, &["rollback", "--all", "--allow-data-loss"]);
    assert_eq!(all.code, 0, "{all:?}");
    assert!(
        run(&sandbox, &url, &["rollback"])
            .stdout
            .starts_with("nothing to roll back")
    );
}

#[test]
fn what_somebody_changed_by_hand_is_a_finding() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("by_hand");
    assert_eq!(run(&sandbox, &url, &["apply"]).code, 0);
    execute(&url, "alter table contacts drop column lead_status");
    let verify = run(&sandbox, &url, &["verify"]);
    assert_eq!((verify.code, verify.stdout.as_str()), (1, ""));
    assert!(
        verify.stderr.starts_with("error[VX001]: ") && verify.stderr.contains("lead_status"),
        "{}",
        verify.stderr
    );
    assert_eq!(json_of(&sandbox, &url, &["verify"])["result"]["verified"], false);
}

#[test]
fn a_folder_that_disagrees_with_the_database_is_a_finding() {
    let sandbox = Sandbox::generated(clinics());
    let newer = sandbox.branch();
    newer.run(clinics_with_notes(), &["generate"]);
    let url = database("disagreement");
    let answered = newer.run(clinics_with_notes(), &["apply", "--database-url", &url]);
    assert_eq!(answered.code, 0, "{answered:?}");
    let status = run(&sandbox, &url, &["status"]);
    assert_eq!(status.code, 1);
    assert!(status.stdout.contains("\n  unknown  20"), "{}", status.stdout);
    assert!(
        status.stderr.starts_with("error[disagreement]: "),
        "{}",
        status.stderr
    );
    for command in [&["apply"][..], &["rollback"], &["verify"]] {
        let other = run(&sandbox, &url, command);
        assert_eq!(other.code, 1, "{other:?}");
        assert!(
            other.stderr.starts_with("error[disagreement]: "),
            "{}",
            other.stderr
        );
    }
}

#[test]
fn a_database_that_holds_a_table_of_that_name() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("taken");
    execute(&url, "create table contacts (id int)");
    let answered = run(&sandbox, &url, &["apply"]);
    assert_eq!((answered.code, answered.stdout.as_str()), (1, ""), "{answered:?}");
    assert!(
        answered.stderr.starts_with("error[not_ready]: nothing was run: "),
        "{}",
        answered.stderr
    );
    assert!(
        answered.stderr.contains("contacts") && answered.stderr.contains("\n  help: "),
        "{}",
        answered.stderr
    );
}

#[test]
fn a_version_that_is_not_there_is_wrong_usage() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("versions");
    for command in ["apply", "rollback"] {
        let answered = run(&sandbox, &url, &[command, "--to", "20990101000000"]);
        assert_eq!(answered.code, 2, "{answered:?}");
        assert!(answered.stderr.contains("20990101000000"), "{}", answered.stderr);
    }
}

#[test]
fn no_way_to_a_database_shows_a_password() {
    let sandbox = Sandbox::generated(clinics());
    execute(&database("logins"), "create role nobody_here nologin");
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let unreachable = format!("postgres://ann:s3cret@127.0.0.1:{port}/app");
    let refused = format!("{}&password=s3cret", server().url_as("logins", "nobody_here"));
    let missing = format!("{}&password=s3cret", server().url("no_such_database"));
    for (url, code, says) in [
        (unreachable.as_str(), 3, "error: no server answers at "),
        (
            refused.as_str(),
            3,
            "error[28000]: the server refused the login at ",
        ),
        (
            missing.as_str(),
            3,
            "error[3D000]: database `no_such_database` does not exist",
        ),
        (
            "mysql://ann:s3cret@localhost/app",
            2,
            "error: the database URL cannot be read",
        ),
        ("s3cret", 2, "error: the database URL cannot be read"),
    ] {
        for command in ["status", "apply", "verify", "rollback"] {
            let answered = run(&sandbox, url, &[command]);
            assert_eq!(
                (answered.code, answered.stdout.as_str()),
                (code, ""),
                "{answered:?}"
            );
            assert!(
                answered.stderr.starts_with(says) && answered.stderr.contains("help: "),
                "{}",
                answered.stderr
            );
            let document = json_of(&sandbox, url, &[command]).to_string();
            assert!(
                !format!("{answered:?}{document}").contains("s3cret"),
                "{answered:?}"
            );
        }
    }
}

#[test]
fn without_a_database_a_scratch_server_serves_and_says_so() {
    let sandbox = Sandbox::generated(clinics());
    let says = "no database was named, so this runs on a scratch server (PostgreSQL ";
    let apply = sandbox.run(clinics(), &["apply"]);
    assert_eq!(apply.code, 0, "{apply:?}");
    assert!(apply.stderr.starts_with(says), "{}", apply.stderr);
    assert!(
        apply
            .stdout
            .contains("2 migrations applied: scratch server, PostgreSQL "),
        "{}",
        apply.stdout
    );
    let verify = sandbox.run(clinics(), &["verify"]);
    assert_eq!(verify.code, 0, "{verify:?}");
    assert!(verify.stderr.starts_with(says) && verify.stderr.ends_with("applied 2 migrations there first\n"));
    assert!(
        verify.stdout.starts_with("verified ")
            && verify.stdout.contains(&format!(" at {CONTACTS}: scratch server"))
    );
    let rollback = sandbox.run(clinics(), &["rollback", "--all", "--scratch"]);
    assert_eq!(rollback.code, 0, "{rollback:?}");
    assert!(
        rollback.stderr.starts_with("this runs on a scratch server"),
        "{}",
        rollback.stderr
    );
    assert!(
        rollback
            .stdout
            .contains("2 migrations rolled back: scratch server"),
        "{}",
        rollback.stdout
    );
    assert_eq!(
        sandbox.json(clinics(), &["apply"])["result"]["database"]["scratch"],
        true
    );
}

#[test]
fn on_a_scratch_server_everything_is_pending_and_status_says_why() {
    let sandbox = Sandbox::generated(clinics());
    let status = sandbox.run(clinics(), &["status", "--scratch"]);
    assert_eq!(status.code, 0, "{status:?}");
    assert!(
        status
            .stderr
            .starts_with("this runs on a scratch server (PostgreSQL "),
        "{}",
        status.stderr
    );
    let mut lines = status.stdout.lines();
    let place = lines.next().unwrap();
    assert!(
        place.starts_with("scratch server, PostgreSQL ")
            && place.ends_with(": it is empty, so everything is pending"),
        "{place}"
    );
    let rest: Vec<&str> = lines.collect();
    let pending = |name: &str| format!("  pending  {name}");
    assert_eq!(
        rest,
        [
            pending(ORGANIZATIONS).as_str(),
            &pending(CONTACTS),
            "0 applied, 2 pending"
        ]
    );
    let document = sandbox.json(clinics(), &["status", "--scratch"]);
    assert_eq!(document["result"]["database"]["scratch"], true);
    assert_eq!(document["result"]["database"]["url"], Value::Null);
    assert_eq!(document["result"]["pending"], 2);
}
