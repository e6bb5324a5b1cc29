//! Writing and removing generated files: whole or not at all, and only when something changes.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{MARK, Report};
use crate::entities::GeneratedFile;
use crate::error::GenerateError;

/// The text of a file; nothing when there is none, or when it is no text.
pub(super) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Whether a file says that it was generated.
pub(super) fn is_ours(path: &Path) -> bool {
    text(path)
        .lines()
        .take(2)
        .any(|line| line.to_lowercase().contains(MARK))
}

/// Writes a file unless its bytes are the same already. The bytes go to a file beside it first, so
/// that a full disk or a killed process leaves the old file whole.
pub(super) fn file(path: &Path, contents: &str, report: &mut Report) -> Result<(), GenerateError> {
    if fs::read(path).is_ok_and(|found| found == contents.as_bytes()) {
        report.unchanged += 1;
        return Ok(());
    }
    let failed = |source| GenerateError::Io {
        action: "write",
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".tmp");
    let beside = PathBuf::from(beside);
    let written = write_all(&beside, contents).and_then(|()| fs::rename(&beside, path));
    if let Err(source) = written {
        // The half-written file is of no use to anybody; that it cannot be removed either is
        // less important than why it could not be written.
        let _ = fs::remove_file(&beside);
        return Err(failed(source));
    }
    report.written.push(path.to_owned());
    Ok(())
}

/// The files in a folder that were about to take another's place when a run was killed.
pub(super) fn half_written(folder: &Path) -> Vec<PathBuf> {
    let is_half_written = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        [".sql.tmp", ".json.tmp", ".rs.tmp"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(is_half_written)
        .collect()
}

fn write_all(path: &Path, contents: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(contents.as_bytes())?;
    file.flush()
}

pub(super) fn remove(path: &Path, report: &mut Report) -> Result<(), GenerateError> {
    fs::remove_file(path).map_err(|source| GenerateError::Io {
        action: "remove",
        path: path.to_owned(),
        source,
    })?;
    report.removed.push(path.to_owned());
    Ok(())
}

/// The files of ours in a folder that nothing generates any more, sorted.
pub(super) fn orphans(folder: &Path, generated: &[GeneratedFile]) -> Result<Vec<PathBuf>, GenerateError> {
    let wanted: BTreeSet<PathBuf> = generated.iter().map(|file| folder.join(&file.path)).collect();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => {
            return Err(GenerateError::Io {
                action: "read",
                path: folder.to_owned(),
                source,
            });
        }
    };
    let mut orphans: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !wanted.contains(path) && is_ours(path))
        .chain(half_written(folder))
        .collect();
    orphans.sort();
    Ok(orphans)
}
