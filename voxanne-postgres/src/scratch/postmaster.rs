//! The server process.
//!
//! A shell, the runner, starts the server as its own child and stops it when the pipe to its
//! standard input ends, that is when we let go of it or die. Because the server is its child, the
//! process id it signals can be no other's. Owns starting, waiting until connections are accepted,
//! and stopping. Does not own the folder: `guard` does, and the server inherits its lifeline.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::account::Account;
use super::binaries::Binaries;
use super::guard::{Guard, wait_at_most};
use crate::error::Error;

/// `$1` is the program, `$2` the data directory; standard output is the lifeline, standard error
/// the log. SIGQUIT is PostgreSQL's immediate shutdown.
const RUNNER: &str = r#"
trap '' HUP INT QUIT TERM
exec 3<&0
"$1" -D "$2" 4>&1 >&2 </dev/null 3<&- &
server=$!
(
    while read -r _ || [ $? -gt 128 ]; do :; done
    kill -QUIT "$server"
) <&3 &
watch=$!
exec 3<&-
wait "$server"
status=$?
kill -KILL "$watch"
exit "$status"
"#;

/// How long a server may take to accept connections; an idle machine needs 0.04 s.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// How long a server may take to stop at once. It kills what does not stop after 5 s itself.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

const POLL: Duration = Duration::from_millis(1);

/// A running server; dropping it stops it.
#[derive(Debug)]
pub(super) struct Postmaster {
    runner: Child,
    /// As long as this is open, the server runs. `None` once it is to stop.
    control: Option<ChildStdin>,
    data: PathBuf,
}

impl Postmaster {
    /// Starts the server and waits until it accepts connections.
    pub(super) fn start(
        guard: &Guard,
        binaries: &Binaries,
        account: &Account,
        data: &Path,
    ) -> Result<Self, Error> {
        let log = log_path(guard.path());
        let file = File::options().create(true).append(true).open(&log);
        let file = file.map_err(Error::io("write", &log))?;
        // A server that crashed leaves its file behind, which must not be taken for the new one's.
        let _ = fs::remove_file(data.join("postmaster.pid"));
        let mut runner = account
            .command(Path::new("/bin/sh"))
            .args(["-c", RUNNER, "voxanne-runner"])
            .args([&binaries.folder().join("postgres"), data])
            .stdin(Stdio::piped())
            .stdout(guard.lifeline()?)
            .stderr(file)
            .spawn()
            .map_err(Error::io("run", Path::new("/bin/sh")))?;
        let control = runner.stdin.take();
        let mut server = Self {
            runner,
            control,
            data: data.to_owned(),
        };
        server.wait_until_ready(&log)?;
        Ok(server)
    }

    /// The process id of the server.
    pub(super) fn pid(&self) -> Option<u32> {
        pid(&self.data)
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<(), Error> {
        let since = Instant::now();
        while !is_ready(&self.data) {
            let ended = self
                .runner
                .try_wait()
                .map_err(Error::io("wait for", log))?
                .is_some();
            if ended || since.elapsed() > START_TIMEOUT {
                return Err(Error::NotStarted { reason: end_of(log) });
            }
            sleep(POLL);
        }
        Ok(())
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.control = None;
        wait_at_most(&mut self.runner, STOP_TIMEOUT);
    }
}

/// Where the server writes its log.
pub(super) fn log_path(folder: &Path) -> PathBuf {
    folder.join("log")
}

/// Stops a server whose runner and owner are both dead, so far as it can be told for sure that a
/// process is that server: it works in its data directory. (Where that cannot be told, the server
/// ends within a minute of the removal of its files: it looks for them.)
pub(super) fn stop_orphan(folder: &Path) {
    let data = folder.join("data");
    let Some(pid) = pid(&data) else { return };
    if fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|works_in| works_in == data) {
        let _ = Command::new("/bin/kill")
            .args(["-QUIT", &pid.to_string()])
            .status();
    }
}

/// The file `postmaster.pid`: the process id is its first line, the state its eighth.
fn pid(data: &Path) -> Option<u32> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    text.lines().next()?.trim().parse().ok()
}

fn is_ready(data: &Path) -> bool {
    let text = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    text.lines().nth(7).is_some_and(|state| state.trim() == "ready")
}

/// The last lines of the log, without the time stamps.
fn end_of(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(without_stamp).collect();
    let last = lines.len().saturating_sub(5);
    match lines.get(last..).unwrap_or_default() {
        [] => "its log is empty".into(),
        lines => lines.join("\n"),
    }
}

/// `2025-01-10 00:03:00.123 UTC [42] LOG:  …` from `LOG:` on.
fn without_stamp(line: &str) -> &str {
    let stamped = line
        .split_once("] ")
        .filter(|_| line.starts_with(|c: char| c.is_ascii_digit()));
    stamped.map_or(line, |(_, rest)| rest)
}
