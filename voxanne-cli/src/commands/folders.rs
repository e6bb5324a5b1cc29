//! What the commands on a database need to know of a project: its migrations and its platform.

use std::path::Path;

use voxanne_codegen::migrations::{Folder, Migration};
use voxanne_postgres::Platform;
use voxanne_postgres::source::Workshop;
use voxanne_schema::Declaration;

use crate::arguments::{FolderArguments, PlatformName, ScratchArguments};
use crate::project::Project;
use crate::report::Failure;

/// A folder of migrations, and where they will run in the end.
pub(crate) struct Folders<'p> {
    folder: Folder,
    platform: PlatformOf<'p>,
}

enum PlatformOf<'p> {
    Declared(&'p Declaration),
    Named(Platform),
}

impl<'p> Folders<'p> {
    /// Those of a project.
    pub(crate) fn of(project: &'p Project) -> Self {
        let generator = project.generator();
        Self {
            folder: generator.folder(),
            platform: PlatformOf::Declared(generator.declaration()),
        }
    }

    /// Where the migrations will run in the end.
    pub(super) fn platform(&self) -> Platform {
        match self.platform {
            PlatformOf::Declared(declaration) => declaration.collect().0.platform,
            PlatformOf::Named(platform) => platform,
        }
    }

    /// What is declared, where anything is.
    pub(super) fn declaration(&self) -> Option<&Declaration> {
        match self.platform {
            PlatformOf::Declared(declaration) => Some(declaration),
            PlatformOf::Named(_) => None,
        }
    }

    /// Where states are built and read for comparison, with these roles, and these namespaces alone if any are named.
    pub(super) fn workshop(
        &self,
        server: &ScratchArguments,
        roles: &[String],
        namespaces: &[String],
    ) -> Workshop {
        Workshop {
            scratch: server.options(),
            platform: self.platform(),
            roles: roles.to_vec(),
            namespaces: namespaces.to_vec(),
            declaration: self.declaration().cloned(),
            written: Vec::new(),
        }
    }

    /// The folder of the migrations.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The migrations, in order.
    pub(super) fn migrations(&self) -> Result<Vec<Migration>, Failure> {
        let path = self.folder.path();
        if !path.is_dir() {
            let help = match self.platform {
                PlatformOf::Declared(_) => "write the first migrations with `generate`",
                PlatformOf::Named(_) => "name the folder with `--migrations DIR`",
            };
            return Err(Failure::wrong(
                format!("there is no folder `{}`", path.display()),
                help,
            ));
        }
        Ok(self.folder.read()?)
    }
}

impl From<FolderArguments> for Folders<'_> {
    fn from(arguments: FolderArguments) -> Self {
        let platform = match arguments.platform {
            PlatformName::Postgres => Platform::Postgres,
            PlatformName::Supabase => Platform::Supabase,
        };
        Self {
            folder: Folder::new(arguments.migrations),
            platform: PlatformOf::Named(platform),
        }
    }
}
