//! A folder that is gone when the last process that uses it is gone.
//!
//! A process that is killed cannot clean up after itself, so another one has to. A small shell, the
//! janitor, waits for the end of a pipe, the lifeline. Its other end is held by us and by every
//! process that works in the folder, for they inherit it. However each of them ends, the kernel
//! closes its end; when the last is closed, the janitor wakes and removes the folder. Nothing is
//! polled, and no process id is trusted.
//!
//! The janitor is in a process group of its own and ignores the signals of a terminal, so that
//! Ctrl-C, which goes to every process of the group, does not end it before its time.
//!
//! What even that cannot see to (the janitor itself killed, the machine switched off) is swept away
//! by the next start: each folder holds a file that its owner keeps locked, and the kernel frees
//! the lock of a dead process.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::account::{Account, our_uid};
use crate::error::Error;

/// How the names of our folders begin.
const PREFIX: &str = "voxanne-scratch-";

/// The file in each folder that its owner keeps locked.
const LOCK: &str = "owner";

/// The longest path of a Unix socket that every system takes (Linux: 108 bytes with the final zero;
/// macOS: 104).
const SOCKET_PATH: usize = 103;

/// What comes after the base folder, at its longest: folder, `/data/` and the socket's own name.
const LONGEST_TAIL: usize = "/voxanne-scratch-12345678/data/.s.PGSQL.5432".len();

/// How long we wait for the janitor; it goes on by itself after that.
const REMOVAL_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads until every writer is gone (`read` also returns when a signal comes), then removes.
const JANITOR: &str = r#"
trap '' HUP INT QUIT TERM
cd /
while read -r _ || [ $? -gt 128 ]; do :; done
for _ in 1 2 3 4 5; do
    rm -rf "$1" && break
    sleep 1
done
"#;

/// A folder for a server; dropping it waits until it is removed.
#[derive(Debug)]
pub(super) struct Guard {
    path: PathBuf,
    /// The lock is freed when the file is closed.
    _lock: File,
    /// `None` once we let go.
    lifeline: Option<OwnedFd>,
    janitor: Child,
}

impl Guard {
    /// Makes a folder that `account` can reach, and the janitor that removes it.
    pub(super) fn create(account: &Account) -> Result<Self, Error> {
        let folder = make_folder(account)?;
        let lock = lock(folder.path()).map_err(Error::io("lock", folder.path()))?;
        let (janitor, lifeline) = spawn_janitor(folder.path())?;
        Ok(Self {
            path: folder.keep(),
            _lock: lock,
            lifeline: Some(lifeline),
            janitor,
        })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// An end of the lifeline for a process that works in the folder: its standard output, which
    /// the janitor ignores.
    pub(super) fn lifeline(&self) -> Result<Stdio, Error> {
        let own = self.lifeline.as_ref().map(OwnedFd::try_clone).transpose();
        let own = own.map_err(Error::io("share the lifeline of", &self.path))?;
        Ok(own.map_or_else(Stdio::null, Stdio::from))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.lifeline = None;
        wait_at_most(&mut self.janitor, REMOVAL_TIMEOUT);
    }
}

/// Waits for a process to end, but not for ever: whoever drops a server must not hang.
pub(super) fn wait_at_most(process: &mut Child, limit: Duration) {
    let since = Instant::now();
    while matches!(process.try_wait(), Ok(None)) && since.elapsed() < limit {
        sleep(Duration::from_millis(1));
    }
}

fn spawn_janitor(folder: &Path) -> Result<(Child, OwnedFd), Error> {
    let failed = || Error::io("start a shell to guard", folder);
    let mut janitor = Command::new("/bin/sh")
        .args(["-c", JANITOR, "voxanne-janitor"])
        .arg(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed())?;
    let lifeline = janitor
        .stdin
        .take()
        .ok_or_else(|| io::ErrorKind::BrokenPipe.into());
    Ok((janitor, lifeline.map_err(failed())?.into()))
}

/// Where our folders may lie, best first.
pub(super) fn bases() -> Vec<PathBuf> {
    let mut bases = vec![std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    bases.dedup();
    bases
}

/// Makes the folder in TMPDIR, in `/tmp` or in `/var/tmp`, and removes what dead owners left there.
fn make_folder(account: &Account) -> Result<TempDir, Error> {
    let mut reasons = Vec::new();
    for base in bases() {
        match make_folder_in(&base, account) {
            Ok(folder) => {
                sweep(folder.path().parent().unwrap_or(&base));
                return Ok(folder);
            }
            Err(reason) => reasons.push(reason),
        }
    }
    Err(Error::NoFolder { reasons })
}

/// Makes the folder, provided that the account can reach it and that its name leaves room for that
/// of a socket.
fn make_folder_in(base: &Path, account: &Account) -> Result<TempDir, String> {
    let failed = |error: io::Error| format!("`{}`: {error}", base.display());
    let real = base.canonicalize().map_err(failed)?;
    if real.as_os_str().len() + LONGEST_TAIL > SOCKET_PATH {
        return Err(format!(
            "`{}` is too long for the path of a socket",
            real.display()
        ));
    }
    account.check_reach(&real).map_err(|error| error.to_string())?;
    // Another user may pass through, to the data directory that is its own, but sees nothing.
    let mode = if *account == Account::Ours { 0o700 } else { 0o711 };
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(PREFIX)
        .rand_bytes(8)
        .permissions(fs::Permissions::from_mode(mode));
    builder.tempdir_in(&real).map_err(failed)
}

/// Locks the file under another name first, so that nobody ever sees it unlocked.
fn lock(folder: &Path) -> io::Result<File> {
    let unfinished = folder.join("owner.new");
    let file = File::create(&unfinished)?;
    file.try_lock().map_err(io::Error::from)?;
    fs::rename(unfinished, folder.join(LOCK))?;
    Ok(file)
}

/// Removes what dead owners left, as far as it is ours to remove.
fn sweep(base: &Path) {
    let (Ok(entries), Ok(us)) = (base.read_dir(), our_uid()) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX));
        if ours && is_abandoned(&entry.path(), us).unwrap_or(false) {
            super::postmaster::stop_orphan(&entry.path());
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether the owner of a folder is dead. Folders of other users are not touched.
fn is_abandoned(folder: &Path, us: u32) -> io::Result<bool> {
    let metadata = folder.symlink_metadata()?;
    if !metadata.is_dir() || metadata.uid() != us || metadata.mode() & 0o022 != 0 {
        return Ok(false);
    }
    match File::open(folder.join(LOCK))?.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
