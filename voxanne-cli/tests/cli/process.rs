//! What depends on a process: the environment, a pipe that breaks, Ctrl-C, a terminal that is none.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use voxanne_postgres::{ScratchOptions, ScratchServer, ServerSearch};

use crate::database::{database, execute};
use crate::sandbox::CONTACTS;
use crate::{Sandbox, clinics};

/// The binary without definitions, in a folder, without what the environment says of databases.
fn voxanne(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    program(Path::new(env!("CARGO_BIN_EXE_voxanne")), sandbox, arguments)
}

/// A team's binary, `examples/clinics.rs`. Cargo builds it along with the tests, but not for
/// `cargo test --test cli`, which tests what was built last.
fn team(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let folder = Path::new(env!("CARGO_BIN_EXE_voxanne")).parent().unwrap();
    let example: PathBuf = folder.join("examples").join("clinics");
    assert!(
        example.is_file(),
        "`cargo build -p voxanne-cli --examples` builds what this test runs"
    );
    program(&example, sandbox, arguments)
}

fn program(path: &Path, sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let mut command = Command::new(path);
    command
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env_remove("DATABASE_URL")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR");
    command
}

/// Exit code, standard output, standard error.
fn outcome(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_standalone_binary_needs_only_a_folder() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("standalone");
    let (code, stdout, stderr) = outcome(voxanne(&sandbox, &["apply", "--database-url", &url]));
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.contains(&format!("applied {CONTACTS} ")), "{stdout}");
    let (code, stdout, _) = outcome(voxanne(
        &sandbox,
        &["verify", "--database-url", &url, "--migrations", "migrations"],
    ));
    assert_eq!(code, Some(0), "{stdout}");
    let (code, _, stderr) = outcome(voxanne(
        &sandbox,
        &["apply", "--migrations", "elsewhere", "--scratch"],
    ));
    assert_eq!(code, Some(2));
    assert!(
        stderr.starts_with("error: there is no folder `elsewhere`\n  help: "),
        "{stderr}"
    );
    let (code, _, stderr) = outcome(voxanne(&sandbox, &["generate"]));
    assert_eq!(code, Some(2));
    assert!(stderr.contains("unrecognized subcommand 'generate'"), "{stderr}");
    let (code, stdout, _) = outcome(voxanne(
        &sandbox,
        &["apply", "--scratch", "--platform", "supabase"],
    ));
    assert_eq!(code, Some(0), "{stdout}");
}

#[test]
fn the_environment_names_a_database() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("environment");
    let mut command = voxanne(&sandbox, &["status", "--json"]);
    let (code, stdout, _) = outcome(std::mem::replace(
        command.env("DATABASE_URL", &url),
        Command::new("true"),
    ));
    assert_eq!(code, Some(0));
    assert!(stdout.contains("\"pending\": 2"), "{stdout}");
    for empty in ["", " "] {
        let mut command = voxanne(&sandbox, &["status"]);
        command.env("DATABASE_URL", empty);
        let (code, _, stderr) = outcome(command);
        assert_eq!(code, Some(2));
        assert!(stderr.starts_with("error: no database was named"), "{stderr}");
    }
    let mut command = voxanne(&sandbox, &["apply", "--scratch"]);
    command.env("DATABASE_URL", "postgres://ann:s3cret@127.0.0.1:1/app");
    let (code, _, stderr) = outcome(command);
    assert_eq!(code, Some(0), "{stderr}");
    let mut command = voxanne(&sandbox, &["apply", "--help"]);
    command.env("DATABASE_URL", "postgres://ann:s3cret@127.0.0.1:1/app");
    let (code, stdout, _) = outcome(command);
    assert!(code == Some(0) && !stdout.contains("s3cret"), "{stdout}");
}

#[test]
fn a_teams_binary_is_called_by_its_own_name() {
    let sandbox = Sandbox::new();
    let (code, stdout, stderr) = outcome(team(&sandbox, &["generate"]));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(
        stdout.starts_with("wrote   migrations/20250110000000_create_organizations.sql\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains("wrote   entities/src/organizations.rs\n"),
        "{stdout}"
    );
    let (_, stdout, _) = outcome(team(&sandbox, &["--version"]));
    assert_eq!(
        stdout,
        format!("clinics (voxanne {})\n", env!("CARGO_PKG_VERSION"))
    );
    let (_, stdout, _) = outcome(team(&sandbox, &["apply", "--help"]));
    assert!(stdout.contains("\n  clinics apply --scratch\n"), "{stdout}");
    std::fs::remove_file(sandbox.path("migrations/verify/20250110000000_create_organizations.sql")).unwrap();
    let (code, _, stderr) = outcome(team(&sandbox, &["check"]));
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("`migrations/verify/"),
        "files are named from the current folder: {stderr}"
    );
}

#[test]
fn colour_needs_a_terminal_and_heeds_no_color() {
    let sandbox = Sandbox::new();
    let colored = |mut command: Command| {
        let output = command.output().unwrap();
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    assert!(!colored(team(&sandbox, &["plan"])));
    let mut forced = team(&sandbox, &["plan"]);
    forced.env("CLICOLOR_FORCE", "1");
    assert!(colored(forced));
    let mut both = team(&sandbox, &["plan", "--color", "always"]);
    both.env("NO_COLOR", "1");
    assert!(colored(both), "what the arguments say wins");
}

#[test]
fn a_reader_that_goes_away_changes_neither_work_nor_exit_code() {
    let sandbox = Sandbox::new();
    for (arguments, code) in [(&["generate"][..], 0), (&["--help"], 0), (&["check"], 0)] {
        let mut command = team(&sandbox, arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), stderr.as_str()),
            (Some(code), ""),
            "{arguments:?}"
        );
    }
    assert!(
        sandbox
            .path("migrations/20250110000000_create_organizations.sql")
            .is_file()
    );
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = team(&sandbox, &["check"]);
    let output = command
        .stdout(Stdio::from(full))
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write the output: "));
}

#[test]
fn without_a_server_only_what_the_command_can_do_is_advised() {
    let search = ServerSearch::from_environment();
    let Some(missing) = (14..=18).find(|major| search.find(Some(*major)).is_err()) else {
        return;
    };
    let sandbox = Sandbox::generated(clinics());
    let major = missing.to_string();
    for (command, takes_a_url) in [
        (&["try"][..], false),
        (&["apply"], true),
        (&["status", "--scratch"], true),
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--postgres", &major]).collect();
        let (code, stdout, stderr) = outcome(team(&sandbox, &arguments));
        assert_eq!((code, stdout.as_str()), (Some(3), ""), "{stderr}");
        assert!(
            stderr.starts_with("error: no PostgreSQL server found")
                && stderr.contains(&format!("`apt-get install postgresql-{major}`")),
            "{stderr}"
        );
        assert_eq!(
            stderr.contains("--database-url"),
            takes_a_url,
            "{command:?}: {stderr}"
        );
    }
}

#[test]
fn a_server_that_cannot_be_found_or_that_dies_is_the_databases_fault() {
    let sandbox = Sandbox::generated(clinics());
    let mut command = voxanne(&sandbox, &["apply", "--scratch"]);
    command.env("VOXANNE_PG_BIN", "/no/such/folder");
    let (code, stdout, stderr) = outcome(command);
    assert_eq!((code, stdout.as_str()), (Some(3), ""));
    assert!(
        stderr.starts_with("error: `/no/such/folder` holds no usable PostgreSQL server"),
        "{stderr}"
    );
    assert!(stderr.contains("\n  help: "), "{stderr}");

    let mut server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    let url = server.url("postgres");
    execute(&url, DAWDLE);
    let mut command = voxanne(&sandbox, &["apply", "--database-url", &url]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    read_until(child.stdout.as_mut().unwrap(), "applied ");
    execute(&url, UNTIL_IT_DAWDLES);
    server.crash();
    assert_eq!(ended(&mut child), Some(3));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(
        stderr.starts_with("error[stopped]: the connection to "),
        "{stderr}"
    );
    assert!(
        stderr.contains("  help: wait until the server is back\n"),
        "{stderr}"
    );
}

/// Makes the second migration take its time, by way of an event trigger on its first statement.
const DAWDLE: &str =
    "create function dawdle() returns event_trigger language plpgsql as 'begin perform pg_sleep(60); end';
    create event trigger dawdle on ddl_command_start when tag in ('CREATE TYPE') execute function dawdle();";

/// Returns once the second migration takes its time.
const UNTIL_IT_DAWDLES: &str = "set statement_timeout = '60s';
    do $$ begin
        while not exists (
            select from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and wait_event = 'PgSleep'
        ) loop
            perform pg_sleep(0.01);
            perform pg_stat_clear_snapshot();
        end loop;
    end $$";

/// Sends SIGINT, as Ctrl-C does.
fn interrupt(child: &Child) {
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// Waits until a process has ended, and gives its exit code.
fn ended(child: &mut Child) -> Option<i32> {
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        assert!(since.elapsed() < Duration::from_secs(60), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Reads until a text has come.
fn read_until(stream: &mut impl std::io::Read, text: &str) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&read).contains(text) {
        assert_eq!(
            stream.read(&mut byte).unwrap(),
            1,
            "{}",
            String::from_utf8_lossy(&read)
        );
        read.extend(byte);
    }
    String::from_utf8_lossy(&read).into_owned()
}

#[test]
fn ctrl_c_stops_a_run_in_an_orderly_way() {
    let sandbox = Sandbox::generated(clinics());
    let url = database("interrupted");
    execute(&url, DAWDLE);
    let mut command = voxanne(&sandbox, &["apply", "--database-url", &url]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    read_until(child.stdout.as_mut().unwrap(), "applied ");
    execute(&url, UNTIL_IT_DAWDLES);
    let since = Instant::now();
    interrupt(&child);
    assert_eq!(ended(&mut child), Some(130));
    assert!(since.elapsed() < Duration::from_secs(40));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(stderr.starts_with("error[stopped]: cancelled"), "{stderr}");
    assert!(stderr.contains(&format!("goes on with `{CONTACTS}`")), "{stderr}");

    execute(&url, "drop event trigger dawdle");
    let (code, stdout, stderr) = outcome(voxanne(&sandbox, &["apply", "--database-url", &url]));
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with(&format!("applied {CONTACTS} ")), "{stdout}");
}

#[test]
fn a_kept_database_is_there_until_ctrl_c() {
    let sandbox = Sandbox::new();
    assert_eq!(outcome(team(&sandbox, &["generate"])).0, Some(0));
    sandbox.write(
        "samples/after_create_organizations.sql",
        "insert into organizations (name) values ('kept')",
    );
    let mut command = team(&sandbox, &["try", "--keep"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = read_until(child.stderr.as_mut().unwrap(), "Ctrl-C removes it");
    let url = said.split('\'').nth(1).unwrap().to_owned();
    let count = |url: &str| {
        let output = Command::new("psql")
            .args(["-XAtc", "select name from organizations", url])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(count(&url), "kept\n");
    interrupt(&child);
    assert_eq!(ended(&mut child), Some(0));
    assert_eq!(count(&url), "", "the server is gone");
}
