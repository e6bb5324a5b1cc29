//! How a file is called on the terminal: from the current folder, without detours.

use std::env;
use std::path::{Component, Path, PathBuf};

/// Names files as a person in the current folder would.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileNames {
    current: Option<PathBuf>,
}

impl FileNames {
    /// From the current folder.
    pub(crate) fn here() -> Self {
        Self {
            current: env::current_dir().ok(),
        }
    }

    /// The name of a file.
    pub(crate) fn of(&self, path: &Path) -> String {
        self.path(path).display().to_string()
    }

    /// The same as a path.
    pub(crate) fn path(&self, path: &Path) -> PathBuf {
        let path = without_detours(path);
        let below = self
            .current
            .as_ref()
            .and_then(|current| path.strip_prefix(current).ok());
        below.map(Path::to_owned).unwrap_or(path)
    }
}

/// `a/b/../c` as `a/c`. No file is asked: a link that leads elsewhere is not followed.
fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        let above = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if above => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detours_go_and_the_current_folder_is_left_out() {
        let names = FileNames {
            current: Some(PathBuf::from("/team")),
        };
        let of = |path: &str| names.of(Path::new(path));
        assert_eq!(of("/team/schema/../entities/src/lib.rs"), "entities/src/lib.rs");
        assert_eq!(of("schema/./migrations/a.sql"), "schema/migrations/a.sql");
        assert_eq!(of("../x"), "../x");
        assert_eq!(of("/elsewhere/a"), "/elsewhere/a");
    }
}
