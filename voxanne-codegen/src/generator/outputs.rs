//! Where the TypeScript types and the pages on the schema go.

use std::path::{Path, PathBuf};

use voxanne_schema::declare::Declared;

use super::{Generator, Stale, write};
use crate::outputs::{documents, typescript};

/// A file to write, besides the migrations and the entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub contents: String,
}

/// What is wanted besides the migrations and the entities, relative to the root.
#[derive(Clone, Debug, Default)]
pub(super) struct Outputs {
    typescript: Option<PathBuf>,
    documents: Option<PathBuf>,
}

impl Generator {
    /// The file of the TypeScript types, `types/database.ts`. Whatever stands there is overwritten.
    #[must_use]
    pub fn typescript(mut self, path: impl Into<PathBuf>) -> Self {
        self.outputs.typescript = Some(path.into());
        self
    }

    /// The folder of the pages on the schema: `functions.md`, `policies.md` and `schema.md`. Files of
    /// these names are overwritten.
    #[must_use]
    pub fn documents(mut self, path: impl Into<PathBuf>) -> Self {
        self.outputs.documents = Some(path.into());
        self
    }

    /// The file of the TypeScript types.
    #[must_use]
    pub fn typescript_path(&self) -> Option<PathBuf> {
        self.outputs.typescript.as_ref().map(|path| self.root.join(path))
    }

    /// The folder of the pages on the schema.
    #[must_use]
    pub fn documents_path(&self) -> Option<PathBuf> {
        self.outputs.documents.as_ref().map(|path| self.root.join(path))
    }

    pub(super) fn output_files(&self, declared: &Declared) -> Vec<OutputFile> {
        let mut files = Vec::new();
        if let Some(path) = self.typescript_path() {
            files.push(OutputFile {
                path,
                contents: typescript(declared),
            });
        }
        if let Some(folder) = self.documents_path() {
            files.extend(documents(declared).into_iter().map(|page| OutputFile {
                path: folder.join(page.path),
                contents: page.contents,
            }));
        }
        files
    }
}

impl OutputFile {
    /// What is wrong with the file as it is.
    pub(super) fn stale(&self) -> Option<Stale> {
        let found = write::text(Path::new(&self.path));
        (found != self.contents).then(|| Stale::new(&self.path, &found, &self.contents))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use voxanne_schema::prelude::*;

    use super::*;

    fn generator(folder: &Path) -> Generator {
        Generator::new(Declaration::new("tests", Platform::Postgres))
            .root(folder)
            .typescript("types/database.ts")
            .documents("docs")
    }

    #[test]
    fn they_are_written_once_and_checked() {
        let folder = std::env::temp_dir().join(format!("voxanne-outputs-{}", std::process::id()));
        let generator = generator(&folder);
        assert_eq!(generator.check().unwrap().stale.len(), 4);
        assert_eq!(generator.generate().unwrap().written.len(), 4);
        let again = generator.generate().unwrap();
        assert!(again.is_up_to_date() && again.unchanged == 4, "{again:?}");

        fs::write(folder.join("docs/policies.md"), "all may do all\n").unwrap();
        let stale = generator.check().unwrap().stale;
        assert_eq!(stale.len(), 1);
        assert!(stale[0].diff.contains("\n-all may do all\n"), "{}", stale[0].diff);
        fs::remove_dir_all(&folder).unwrap();
    }
}
