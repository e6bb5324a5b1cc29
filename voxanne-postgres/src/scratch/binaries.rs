//! The programs of one PostgreSQL installation.
//!
//! Owns what can be told about them without starting a server. Does not look for installations:
//! `search` does.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::embedded;
use crate::error::Error;

/// The oldest and the newest major version that we know to handle.
const MAJORS: std::ops::RangeInclusive<u32> = 14..=18;

/// A folder with `postgres` and `initdb`, and their version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    version: ServerVersion,
}

/// The version of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVersion {
    /// Such as 15.
    pub major: u32,
    /// Such as 18; zero for a beta.
    pub minor: u32,
    /// All that the program says about itself.
    pub text: String,
}

impl Binaries {
    /// The programs in `folder`, or in the folder `bin` inside it.
    ///
    /// # Errors
    ///
    /// [`Error::NotAServer`] when programs are missing, do not run, or are of a version that we do
    /// not support (14 to 18 are).
    pub fn at(folder: &Path) -> Result<Self, Error> {
        let rejected = |reason: String| Error::NotAServer {
            path: folder.to_owned(),
            reason,
        };
        // Through links, such as /usr/local/bin/postgres, to where the other programs are.
        let candidates = [folder.join("postgres"), folder.join("bin/postgres")];
        let program = candidates.iter().find_map(|path| path.canonicalize().ok());
        let program = program.ok_or_else(|| rejected("`postgres` is not there".into()))?;
        let folder = program.parent().unwrap_or(folder).to_owned();
        if !folder.join("initdb").is_file() {
            return Err(rejected("`initdb` is not there".into()));
        }
        embedded::complete_links(&folder);
        let version = ask_version(&program).map_err(rejected)?;
        if !MAJORS.contains(&version.major) {
            let (first, last) = (MAJORS.start(), MAJORS.end());
            return Err(rejected(format!(
                "it is version {}, not {first} to {last}",
                version.major
            )));
        }
        Ok(Self { folder, version })
    }

    /// Where the programs are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Their version.
    #[must_use]
    pub fn version(&self) -> &ServerVersion {
        &self.version
    }

    /// Whether `create extension` would find this extension. A library for
    /// `shared_preload_libraries`, such as `pgaudit`, comes along with its extension.
    #[must_use]
    pub fn has_extension(&self, name: &str) -> bool {
        let control = format!("extension/{name}.control");
        self.share_folders()
            .iter()
            .any(|folder| folder.join(&control).is_file())
    }

    /// Where this installation may keep what it shares: its own word first, then the usual places.
    fn share_folders(&self) -> Vec<PathBuf> {
        let told = Command::new(self.folder.join("pg_config"))
            .arg("--sharedir")
            .output();
        if let Ok(output) = told
            && output.status.success()
        {
            return vec![String::from_utf8_lossy(&output.stdout).trim().into()];
        }
        let debian = format!("../../../../share/postgresql/{}", self.version.major);
        ["../share/postgresql", "../share", &debian]
            .iter()
            .map(|relative| self.folder.join(relative))
            .collect()
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl ServerVersion {
    /// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
    fn parse(text: &str) -> Option<Self> {
        let number = text.split_once("(PostgreSQL) ")?.1.split_whitespace().next()?;
        let digits = |text: &str| {
            let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            text.get(..end)?.parse().ok()
        };
        let (major, minor) = number.split_once('.').unwrap_or((number, ""));
        Some(Self {
            major: digits(major)?,
            minor: digits(minor).unwrap_or(0),
            text: text.trim().to_owned(),
        })
    }
}

fn ask_version(program: &Path) -> Result<ServerVersion, String> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`postgres` does not run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    ServerVersion::parse(&said).ok_or_else(|| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        format!(
            "`postgres --version` says `{}`",
            format!("{said}{complaint}").trim()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_vendors_write_them() {
        let read = |text: &str| ServerVersion::parse(text).map(|version| (version.major, version.minor));
        assert_eq!(
            read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some((15, 18))
        );
        assert_eq!(read("postgres (PostgreSQL) 18beta2"), Some((18, 0)));
        assert_eq!(read("postgres (PostgreSQL) 18devel"), Some((18, 0)));
        assert_eq!(read("postgres (EnterpriseDB) 16.1"), None);
        assert_eq!(read(""), None);
    }
}
