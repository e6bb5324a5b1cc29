//! The data directory of a server.
//!
//! Owns running `initdb` and writing the configuration. That `initdb` need not run each time is the
//! work of `template`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use super::account::Account;
use super::binaries::Binaries;
use super::guard::Guard;
use super::server::ScratchOptions;
use super::template::{Template, private_folder};
use crate::error::Error;

/// The arguments of `initdb`. Segments of 1 MB: a template of 28 MB instead of 39 to copy for each server.
pub(super) const INITDB: &[&str] = &[
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-locale",
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
];

/// No durability, nothing in the background that would make two runs differ, and all that a
/// migration may ask for. The caller's settings come after these, so they win.
const SETTINGS: &[(&str, &str)] = &[
    ("listen_addresses", ""),
    ("port", "5432"),
    ("max_connections", "100"),
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
    ("wal_level", "logical"),
    ("max_wal_size", "1GB"),
    ("autovacuum", "off"),
    ("jit", "off"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    // In a file of the data directory, which goes away with it, rather than in /dev/shm.
    ("dynamic_shared_memory_type", "mmap"),
];

/// Makes the data directory in the guarded folder, from the template if there is one and it is
/// `trusted`.
pub(super) fn create(
    guard: &Guard,
    binaries: &Binaries,
    account: &Account,
    options: &ScratchOptions,
    trusted: bool,
) -> Result<PathBuf, Error> {
    let data = guard.path().join("data");
    let template = Template::of(binaries).filter(|_| trusted);
    let copied = template.as_ref().is_some_and(|template| template.copy_to(&data));
    if !copied {
        initdb(guard, binaries, account, &data)?;
        if let Some(template) = &template {
            template.keep(&data);
        }
    }
    configure(&data, options)?;
    account.hand_over(&data).map_err(Error::io("hand over", &data))?;
    Ok(data)
}

fn initdb(guard: &Guard, binaries: &Binaries, account: &Account, data: &Path) -> Result<(), Error> {
    // A copy that failed half way may be there.
    let _ = fs::remove_dir_all(data);
    private_folder(data).map_err(Error::io("create", data))?;
    account.hand_over(data).map_err(Error::io("hand over", data))?;
    let program = binaries.folder().join("initdb");
    let output = account
        .command(&program)
        .args(INITDB)
        .arg("--pgdata")
        .arg(data)
        .stdin(Stdio::null())
        .stdout(guard.lifeline()?)
        .stderr(Stdio::piped())
        .spawn()
        .and_then(Child::wait_with_output)
        .map_err(Error::io("run", &program))?;
    if output.status.success() && data.join("PG_VERSION").is_file() {
        return Ok(());
    }
    Err(Error::Program {
        program: "initdb".into(),
        status: output.status.to_string(),
        output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

/// Appends our settings and the caller's to `postgresql.conf`: there, and not on the command line,
/// so that a script can still change them with `ALTER SYSTEM`.
fn configure(data: &Path, options: &ScratchOptions) -> Result<(), Error> {
    let path = data.join("postgresql.conf");
    let text = configuration(data, options);
    let mut file = File::options()
        .append(true)
        .open(&path)
        .map_err(Error::io("write", &path))?;
    file.write_all(text.as_bytes()).map_err(Error::io("write", &path))
}

fn configuration(data: &Path, options: &ScratchOptions) -> String {
    // A list of folders, in which each is quoted once more.
    let socket = format!("\"{}\"", data.display().to_string().replace('"', "\"\""));
    let libraries = options.shared_preload_libraries.join(",");
    let given = settings(options);
    let all = SETTINGS
        .iter()
        .copied()
        .chain([
            ("unix_socket_directories", socket.as_str()),
            ("shared_preload_libraries", libraries.as_str()),
        ])
        .chain(given);
    let mut text = String::from("\n# voxanne\n");
    for (name, value) in all {
        let value = value.replace('\\', "\\\\").replace('\'', "''");
        text.push_str(&format!("{name} = '{value}'\n"));
    }
    text
}

fn settings(options: &ScratchOptions) -> impl Iterator<Item = (&str, &str)> {
    options
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
}

/// Fails unless every setting can be written as one line of the configuration.
pub(super) fn check_settings(options: &ScratchOptions) -> Result<(), Error> {
    for (name, value) in settings(options) {
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|c| c == '_' || c == '.' || c.is_ascii_alphanumeric());
        let fault = match is_name {
            false => "a name has letters, digits, `_` and `.` only",
            true if value.contains(['\n', '\r', '\0']) => "its value must stand on one line",
            true => continue,
        };
        return Err(Error::InvalidSetting {
            name: name.to_owned(),
            reason: fault.to_owned(),
        });
    }
    Ok(())
}
