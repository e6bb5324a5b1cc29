//! The result of `initdb`, kept for the next time.
//!
//! Owns the cache folder: `VOXANNE_CACHE_DIR`, or `$XDG_CACHE_HOME/voxanne`, or `~/.cache/voxanne`;
//! without one, nothing is kept. `initdb` takes most of the time that a server needs to start (0.6
//! of 0.7 s), and its result is the same each time. Does not run it: `cluster` does.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs::{self, File};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::binaries::Binaries;
use super::cluster::INITDB;

/// What `initdb` of one installation left.
pub(super) struct Template {
    path: PathBuf,
}

impl Template {
    /// Its place, named by everything that the result depends on. `None` if there is no cache.
    pub(super) fn of(binaries: &Binaries) -> Option<Self> {
        let mut hasher = DefaultHasher::new();
        (INITDB, binaries.folder(), &binaries.version().text).hash(&mut hasher);
        let program = binaries.folder().join("postgres").metadata().ok()?;
        (program.len(), program.mtime()).hash(&mut hasher);
        let name = format!("initdb-{}-{:016x}", binaries.version().major, hasher.finish());
        Some(Self {
            path: cache_folder()?.join(name),
        })
    }

    /// Whether it is there.
    pub(super) fn exists(&self) -> bool {
        self.path.is_dir()
    }

    /// Copies it, and says whether that went well.
    pub(super) fn copy_to(&self, data: &Path) -> bool {
        let inode = || self.path.metadata().map(|metadata| metadata.ino()).ok();
        let before = inode();
        // If another process forgot it meanwhile, what we have may be a part only.
        before.is_some() && copy_folder(&self.path, data).is_ok() && inode() == before
    }

    /// Keeps a data directory that no server has touched yet. It is a gain in time only, so what
    /// cannot be kept is not. It comes into its place whole, and the first to do so wins.
    pub(super) fn keep(&self, data: &Path) {
        let Ok(unfinished) = self.neighbour() else { return };
        let copy = unfinished.path().join("copy");
        if copy_folder(data, &copy).is_ok() {
            let _ = fs::rename(copy, &self.path);
        }
    }

    /// Forgets it, because it turned out to be damaged. It leaves its place whole, before its parts go.
    pub(super) fn forget(&self) {
        let Ok(doomed) = self.neighbour() else { return };
        let _ = fs::rename(&self.path, doomed.path().join("copy"));
    }

    /// A folder beside it that goes away when dropped.
    fn neighbour(&self) -> io::Result<TempDir> {
        let cache = self.path.parent().unwrap_or(&self.path);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(cache)?;
        remove_unfinished(cache);
        tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(cache)
    }
}

/// How the names of folders begin that are on their way into the cache or out of it.
const UNFINISHED: &str = "unfinished-";

/// Removes what processes left that were killed while they worked here; that takes them a second.
fn remove_unfinished(cache: &Path) {
    let old = |entry: &fs::DirEntry| {
        let since = entry.metadata().and_then(|metadata| metadata.modified()).ok();
        since
            .and_then(|since| since.elapsed().ok())
            .is_some_and(|age| age > Duration::from_secs(3600))
    };
    for entry in cache.read_dir().into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && old(&entry) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn cache_folder() -> Option<PathBuf> {
    let variable = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let user = || variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let folder = variable("VOXANNE_CACHE_DIR").or_else(|| Some(user()?.join("voxanne")))?;
    folder.is_absolute().then_some(folder)
}

/// Copies folders and plain files, readable by their owner alone. Reads and writes rather than
/// `fs::copy`: for a thousand small files that takes a third of the time (`copy_file_range` is
/// slow on ext4).
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    private_folder(to)?;
    let mut buffer = Vec::new();
    for entry in from.read_dir()? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            buffer.clear();
            File::open(&source)?.read_to_end(&mut buffer)?;
            let mut file = File::options()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&target)?;
            file.write_all(&buffer)?;
        }
    }
    Ok(())
}

/// Creates a folder that only we can enter.
pub(super) fn private_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(path)
}
