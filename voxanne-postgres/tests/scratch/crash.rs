//! What is left of a server when our process did not end in an orderly way: nothing.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use voxanne_postgres::{ScratchOptions, ScratchServer};

const HOLDER: &str = "VOXANNE_TEST_HOLDER";

/// Is its own child: with the variable set it starts a server, says where, and waits to be killed.
#[test]
fn a_killed_process_leaves_neither_server_nor_folder() {
    if std::env::var_os(HOLDER).is_some() {
        hold();
    }
    for signal in ["-KILL", "-TERM", "-INT"] {
        let (mut child, pid, folder) = spawn_holder();
        assert!(is_alive(pid) && folder.exists());
        send(signal, child.id());
        child.wait().unwrap();
        assert_gone(pid, &folder, signal);
    }
}

/// Ctrl-C reaches every process of the terminal's group: ours are not in it.
#[test]
fn a_signal_to_the_whole_group_leaves_neither_server_nor_folder() {
    use std::os::unix::process::CommandExt as _;
    for signal in ["-INT", "-KILL"] {
        let (mut child, pid, folder) = spawn_holder_with(|command| _ = command.process_group(0));
        let group = format!("-{}", child.id());
        assert!(
            Command::new("/bin/kill")
                .args([signal, "--", &group])
                .status()
                .unwrap()
                .success()
        );
        child.wait().unwrap();
        assert_gone(pid, &folder, signal);
    }
}

/// What is worse than a crash: the janitor and the runner die as well.
#[test]
fn what_even_the_janitor_left_is_swept_away_by_the_next_start() {
    // A base of its own, or the start of another test would sweep it.
    let base = tempfile::tempdir_in("/var/tmp").unwrap();
    let spawn = || spawn_holder_with(|command| _ = command.env("TMPDIR", base.path()));
    let (mut child, pid, folder) = spawn();
    for helper in helpers_of(&folder) {
        send("-KILL", helper);
    }
    send("-KILL", child.id());
    child.wait().unwrap();
    sleep(Duration::from_millis(200));
    assert!(
        is_alive(pid) && folder.exists(),
        "nobody is left who could have cleaned up"
    );

    let (mut next, next_pid, next_folder) = spawn();
    assert_gone(pid, &folder, "sweep");
    assert!(is_alive(next_pid), "a living server is not swept away");
    send("-KILL", next.id());
    next.wait().unwrap();
    assert_gone(next_pid, &next_folder, "kill");
    assert_eq!(base.path().read_dir().unwrap().count(), 0);
}

/// `initdb` runs once for an installation, and a damaged copy of its result does not stop us.
#[test]
fn the_template_is_kept_used_and_replaced_when_damaged() {
    let cache = tempfile::tempdir().unwrap();
    let start_and_kill = || {
        let (mut child, pid, folder) =
            spawn_holder_with(|command| _ = command.env("VOXANNE_CACHE_DIR", cache.path()));
        send("-KILL", child.id());
        child.wait().unwrap();
        assert_gone(pid, &folder, "kill");
        let entries = std::fs::read_dir(cache.path()).unwrap().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let kept = start_and_kill();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let control = kept[0].join("global/pg_control");
    let written = control.metadata().unwrap().modified().unwrap();
    assert_eq!(start_and_kill(), kept);
    assert_eq!(control.metadata().unwrap().modified().unwrap(), written);

    std::fs::write(&control, "damaged").unwrap();
    assert_eq!(start_and_kill(), Vec::<PathBuf>::new(), "forgotten");
    assert_eq!(start_and_kill(), kept);
    std::fs::remove_file(kept[0].join("postgresql.conf")).unwrap();
    assert_eq!(start_and_kill(), Vec::<PathBuf>::new(), "forgotten");
}

/// A TMPDIR that will not do (not there, too long for a socket) is passed over.
#[test]
fn an_unfit_tmpdir_is_passed_over() {
    let base = tempfile::tempdir_in("/var/tmp").unwrap();
    let long = base.path().join("x".repeat(80));
    std::fs::create_dir(&long).unwrap();
    for unfit in [base.path().join("missing"), long] {
        let (mut child, pid, folder) = spawn_holder_with(|command| _ = command.env("TMPDIR", &unfit));
        assert!(!folder.starts_with(&unfit), "{}", folder.display());
        send("-KILL", child.id());
        child.wait().unwrap();
        assert_gone(pid, &folder, "kill");
    }
}

fn hold() -> ! {
    let server = ScratchServer::start(&ScratchOptions::default()).unwrap();
    let folder = server.data_dir().parent().unwrap();
    // Not by `println!`, which the test harness keeps to itself.
    let line = format!("{} {}\n", server.pid().unwrap(), folder.display());
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
    loop {
        sleep(Duration::from_secs(60));
    }
}

fn spawn_holder() -> (Child, u32, PathBuf) {
    spawn_holder_with(|_| {})
}

fn spawn_holder_with(adjust: impl FnOnce(&mut Command)) -> (Child, u32, PathBuf) {
    // A shell has what it starts in the background ignore SIGINT, and so would we.
    let mut command = Command::new("env");
    command
        .arg("--default-signal=INT")
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::a_killed_process_leaves_neither_server_nor_folder",
            "--nocapture",
        ])
        .env(HOLDER, "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    adjust(&mut command);
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let (pid, folder) = line.trim().split_once(' ').unwrap();
    (child, pid.parse().unwrap(), folder.into())
}

fn send(signal: &str, pid: u32) {
    assert!(
        Command::new("/bin/kill")
            .args([signal, &pid.to_string()])
            .status()
            .unwrap()
            .success()
    );
}

fn assert_gone(pid: u32, folder: &Path, after: &str) {
    let since = Instant::now();
    while (is_alive(pid) || folder.exists() || !helpers_of(folder).is_empty())
        && since.elapsed() < Duration::from_secs(60)
    {
        sleep(Duration::from_millis(10));
    }
    assert!(!is_alive(pid), "the server lives on after {after}");
    assert!(!folder.exists(), "{} is left after {after}", folder.display());
    assert!(helpers_of(folder).is_empty(), "a shell is left after {after}");
}

pub(crate) fn is_alive(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z ")
}

/// The shells that look after a server in this folder.
fn helpers_of(folder: &Path) -> Vec<u32> {
    let folder = folder.to_str().unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid: &u32| {
            let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.contains(folder) && line.starts_with("/bin/sh")
        })
        .collect()
}
