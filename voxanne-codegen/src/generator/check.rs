//! What a run would change, as diffs, with nothing written.

use std::path::{Path, PathBuf};

use voxanne_schema::diagnostic::Diagnostic;

use super::outputs::OutputFile;
use super::{Generator, Prepared, write};
use crate::error::GenerateError;
use crate::migrations::Rendered;
use crate::plan::{Hazard, HazardKind, PlannedMigration};

/// Whether everything generated is as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is not.
    pub stale: Vec<Stale>,
    /// What the missing migrations would do that somebody must allow first.
    pub hazards: Vec<Hazard>,
    /// What is questionable in the definitions.
    pub warnings: Vec<Diagnostic>,
}

/// A generated file that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The file.
    pub path: PathBuf,
    /// From what is there to what should be, as a unified diff.
    pub diff: String,
}

impl Checked {
    /// Whether the definitions and everything generated agree.
    #[must_use]
    pub fn is_up_to_date(&self) -> bool {
        self.stale.is_empty()
    }
}

impl Generator {
    /// What is stale. A hazard that nobody has allowed is told beside it: to look is none.
    ///
    /// # Errors
    ///
    /// Wrong definitions, a wrong folder.
    pub fn check(&self) -> Result<Checked, GenerateError> {
        let mut looking = self.clone();
        looking.plan.allow.extend(HazardKind::ALL);
        let prepared = looking.prepare()?;
        let mut stale: Vec<Stale> = prepared
            .leftovers
            .iter()
            .map(|path| Stale::new(path, &write::text(path), ""))
            .collect();
        stale.extend(self.stale_migrations(&prepared));
        stale.extend(self.stale_entities(&prepared)?);
        stale.extend(prepared.outputs.iter().filter_map(OutputFile::stale));
        let statements = prepared
            .generated
            .planned
            .iter()
            .flat_map(PlannedMigration::statements);
        let mut hazards: Vec<Hazard> = Vec::new();
        for hazard in statements.flat_map(|statement| &statement.hazards) {
            let refused = hazard.kind.needs_allowance() && !self.plan.allow.contains(&hazard.kind);
            if refused && !hazards.contains(hazard) {
                hazards.push(hazard.clone());
            }
        }
        Ok(Checked {
            stale,
            hazards,
            warnings: prepared.generated.warnings,
        })
    }

    fn stale_migrations(&self, prepared: &Prepared) -> Vec<Stale> {
        let folder = self.folder();
        let new = prepared.generated.migrations.iter();
        new.map(|Rendered { migration, plan, .. }| {
            let [up, .., plan_path] = folder.paths(&migration.record.name);
            if write::text(&up) == migration.files.up {
                Stale::new(&plan_path, "", plan)
            } else {
                Stale::new(&up, "", &migration.files.up)
            }
        })
        .collect()
    }

    fn stale_entities(&self, prepared: &Prepared) -> Result<Vec<Stale>, GenerateError> {
        let Some(folder) = self.entities_path() else {
            return Ok(Vec::new());
        };
        let mut stale = Vec::new();
        for file in &prepared.entities {
            let path = folder.join(&file.path);
            let found = write::text(&path);
            if found != file.contents {
                stale.push(Stale::new(&path, &found, &file.contents));
            }
        }
        for path in write::orphans(&folder, &prepared.entities)? {
            stale.push(Stale::new(&path, &write::text(&path), ""));
        }
        Ok(stale)
    }
}

impl Stale {
    pub(super) fn new(path: &Path, found: &str, wanted: &str) -> Self {
        let name = path.display().to_string();
        let diff = similar::TextDiff::from_lines(found, wanted)
            .unified_diff()
            .context_radius(3)
            .header(&name, &name)
            .to_string();
        Self {
            path: path.to_owned(),
            diff,
        }
    }
}
