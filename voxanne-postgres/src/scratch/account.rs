//! Whom the server runs as.
//!
//! PostgreSQL refuses to run as root. Owns the choice of another user then, the handing over of
//! files to that user, and the question whether it can reach a folder. Reads `/etc/passwd` and not
//! the system's directory services: the users it looks for are local ones.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt as _, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use super::guard;
use crate::error::Error;

/// The user whom the server runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// The one that we are.
    Ours,
    /// Another one, because we are root.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// The user whom a server can run as.
    pub(super) fn choose() -> Result<Self, Error> {
        let ours = our_uid()?;
        if ours != 0 {
            return Ok(Self::Ours);
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| find_user(&passwd, name))
            .ok_or(Error::NoAccount)
    }

    /// A command that runs as this user, away from our terminal's signals and without our
    /// environment, which may hold settings of PostgreSQL (`PGDATA`, `PGOPTIONS`, …).
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let kept = ["PATH", "LD_LIBRARY_PATH", "TMPDIR"];
        command
            .env_clear()
            .envs(
                kept.iter()
                    .filter_map(|name| Some((name, std::env::var_os(name)?))),
            )
            .env("LC_ALL", "C")
            .current_dir("/")
            .process_group(0);
        if let Self::Other { uid, gid, .. } = self {
            // The standard library also drops root's other groups then.
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Hands a folder and all in it over, from the inside out: no other user can put a link in our
    /// way while we work, for the outermost folder is still ours.
    pub(super) fn hand_over(&self, path: &Path) -> io::Result<()> {
        let Self::Other { uid, gid, .. } = self else {
            return Ok(());
        };
        if path.symlink_metadata()?.is_dir() {
            for entry in path.read_dir()? {
                self.hand_over(&entry?.path())?;
            }
        }
        lchown(path, Some(*uid), Some(*gid))
    }

    /// Fails unless this user can read the folder.
    pub(super) fn check_reach(&self, path: &Path) -> Result<(), Error> {
        let Self::Other { name, uid, gid } = self else {
            return Ok(());
        };
        let real = path.canonicalize().map_err(Error::io("find", path))?;
        let reached = real.ancestors().all(|folder| {
            folder
                .metadata()
                .is_ok_and(|metadata| may_enter(&metadata, *uid, *gid))
        });
        let refused = || Error::OutOfReach {
            account: name.clone(),
            path: path.to_owned(),
        };
        reached.then_some(()).ok_or_else(refused)
    }
}

/// Whether the user of that id may pass through a folder.
fn may_enter(folder: &Metadata, uid: u32, gid: u32) -> bool {
    let bit = match folder {
        folder if folder.uid() == uid => 0o100,
        folder if folder.gid() == gid => 0o010,
        _ => 0o001,
    };
    folder.mode() & bit != 0
}

/// The user that we are, told by the owner of a file that we make: the standard library does not
/// say it otherwise.
pub(super) fn our_uid() -> Result<u32, Error> {
    let owner = |base: &Path| {
        tempfile::tempfile_in(base)?
            .metadata()
            .map(|metadata| metadata.uid())
    };
    let mut reasons = Vec::new();
    for base in guard::bases() {
        match owner(&base) {
            Ok(uid) => return Ok(uid),
            Err(error) => reasons.push(format!("`{}`: {error}", base.display())),
        }
    }
    Err(Error::NoFolder { reasons })
}

fn find_user(passwd: &str, wanted: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| *name == wanted)?;
        let uid = fields.nth(1)?.parse().ok().filter(|uid| *uid != 0)?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account::Other {
            name: name.to_owned(),
            uid,
            gid,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_unless_it_is_root_again() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\ntoor:x:0:0::/:/bin/sh\nbad\n";
        let nobody = Account::Other {
            name: "nobody".into(),
            uid: 65534,
            gid: 65533,
        };
        assert_eq!(find_user(passwd, "nobody"), Some(nobody));
        assert_eq!(find_user(passwd, "toor"), None);
        assert_eq!(find_user(passwd, "bad"), None);
        assert_eq!(find_user("", "postgres"), None);
    }
}
