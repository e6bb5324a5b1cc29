//! What a team's binary works on: its definitions and the folders around them.

use std::env;
use std::path::{Path, PathBuf};

use voxanne_codegen::Generator;
use voxanne_codegen::entities::EntityOptions;
use voxanne_schema::Declaration;

use crate::output::FileNames;

/// A team's definitions, and the folders of what is generated from them and checked with them.
///
/// Every folder is relative to the root unless it is absolute.
#[derive(Clone, Debug)]
pub struct Project {
    generator: Generator,
    root: PathBuf,
    samples: PathBuf,
    checks: PathBuf,
}

impl Project {
    /// A project whose other folders are relative to `root`: `env!("CARGO_MANIFEST_DIR")`.
    #[must_use]
    pub fn new(declaration: Declaration, root: impl Into<PathBuf>) -> Self {
        Self::from(Generator::new(declaration).root(root))
    }

    /// The folder of the migrations, `migrations` unless said.
    #[must_use]
    pub fn migrations(mut self, path: impl Into<PathBuf>) -> Self {
        self.generator = self.generator.migrations(path);
        self
    }

    /// The `src` folder of the entities' crate. Without this, no entities are written.
    #[must_use]
    pub fn entities(mut self, path: impl Into<PathBuf>) -> Self {
        self.generator = self.generator.entities(path);
        self
    }

    /// What the entities look like.
    #[must_use]
    pub fn entity_options(mut self, options: EntityOptions) -> Self {
        self.generator = self.generator.entity_options(options);
        self
    }

    /// The file of the TypeScript types, such as `types/database.ts`. Without this, none are written.
    #[must_use]
    pub fn typescript(mut self, path: impl Into<PathBuf>) -> Self {
        self.generator = self.generator.typescript(path);
        self
    }

    /// The folder of the pages on the schema, its policies and its functions. Without this, none are
    /// written.
    #[must_use]
    pub fn documents(mut self, path: impl Into<PathBuf>) -> Self {
        self.generator = self.generator.documents(path);
        self
    }

    /// The folder of sample rows for `try`, `samples` unless said. In it, `before_S.sql` runs before
    /// the migration with the slug S, `after_S.sql` after it, `before_rollback.sql` before the way
    /// down.
    #[must_use]
    pub fn samples(mut self, path: impl Into<PathBuf>) -> Self {
        self.samples = path.into();
        self
    }

    /// The folder of acceptance checks for `try`, `acceptance` unless said.
    #[must_use]
    pub fn checks(mut self, path: impl Into<PathBuf>) -> Self {
        self.checks = path.into();
        self
    }

    pub(crate) const fn generator(&self) -> &Generator {
        &self.generator
    }

    /// The folder of the package.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn samples_path(&self) -> PathBuf {
        self.generator.root_path().join(&self.samples)
    }

    pub(crate) fn checks_path(&self) -> PathBuf {
        self.generator.root_path().join(&self.checks)
    }

    /// The same project with every folder named from the current one, where it lies below: so that
    /// messages name files as a person would.
    pub(crate) fn seen_from(self, names: &FileNames) -> Self {
        let of = |path: &Path| names.path(path);
        let root = of(&self.root);
        let (samples, checks) = (of(&self.samples_path()), of(&self.checks_path()));
        let migrations = of(self.generator.folder().path());
        let entities = self.generator.entities_path().map(|path| of(&path));
        let typescript = self.generator.typescript_path().map(|path| of(&path));
        let documents = self.generator.documents_path().map(|path| of(&path));
        let mut generator = self.generator.root("").migrations(migrations);
        if let Some(entities) = entities {
            generator = generator.entities(entities);
        }
        if let Some(typescript) = typescript {
            generator = generator.typescript(typescript);
        }
        if let Some(documents) = documents {
            generator = generator.documents(documents);
        }
        Self {
            generator,
            root,
            samples,
            checks,
        }
    }
}

/// A project in the folder of the package that cargo runs, or else in the current one.
impl From<Declaration> for Project {
    fn from(declaration: Declaration) -> Self {
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .unwrap_or_default();
        Self::new(declaration, root)
    }
}

/// A project with the generator of a build script or an xtask.
impl From<Generator> for Project {
    fn from(generator: Generator) -> Self {
        Self {
            root: generator.root_path().to_owned(),
            generator,
            samples: PathBuf::from("samples"),
            checks: PathBuf::from("acceptance"),
        }
    }
}
