//! Two branches of migrations become one: those of one branch are written again behind the other.
//!
//! Nothing of the moved text is kept but its names: what the merged definitions say is planned anew
//! on top of what stays, so that the result is what `generate` would have written there.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::Exchange;
use super::{Generator, Prepared, Report};
use crate::error::GenerateError;
use crate::migrations::{Branches, FolderError, History, Migration, MigrationName};

/// What a rebase did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebased {
    /// The migrations that are gone from where they were.
    pub moved: Vec<MigrationName>,
    /// The one that what was written comes after.
    pub onto: Option<MigrationName>,
    /// What was written and removed.
    pub report: Report,
}

impl Generator {
    /// Puts one branch of migrations behind the other, where two come after the same one: the branch
    /// that begins with `moved` (a version or a whole name), or else the later one. The definitions
    /// must be merged already. Nothing happens where nothing branches.
    ///
    /// # Errors
    ///
    /// Whatever else is wrong with the folder or the definitions; that no branch begins with `moved`;
    /// what both branches change, unless `accept` says that the merged definitions settle it. Nothing
    /// is written or removed before everything is known to be right.
    pub fn rebase(&self, moved: Option<&str>, accept: bool) -> Result<Rebased, GenerateError> {
        let wrong = |error| GenerateError::Folder(vec![error]);
        let folder = self.folder();
        let (migrations, errors) = folder.read_without(&BTreeSet::new());
        let others: Vec<FolderError> = errors.into_iter().filter(|error| !is_branching(error)).collect();
        if !others.is_empty() {
            return Err(GenerateError::Folder(others));
        }
        let branches = Branches::split(&migrations, moved).map_err(wrong)?;
        if branches.moved.is_empty() {
            return Ok(Rebased::default());
        }
        let collisions = branches.collisions().map_err(wrong)?;
        if !accept && !collisions.is_empty() {
            return Err(GenerateError::Folder(collisions));
        }
        let kept: Vec<Migration> = branches.kept.into_iter().cloned().collect();
        let prepared = self.behind(&kept, &branches.moved)?;
        let mut rebased = Rebased {
            onto: kept.last().map(|last| last.record.name.clone()),
            ..Rebased::default()
        };
        let mut exchange = Exchange::default();
        for new in &prepared.generated.migrations {
            exchange.bring(&folder, new);
            rebased.report.migrations.push(new.migration.record.name.clone());
        }
        for migration in &branches.moved {
            for path in folder.paths(&migration.record.name) {
                exchange.remove(&folder, &path);
            }
        }
        exchange.carry_out(&folder, &mut rebased.report)?;
        rebased.moved = branches
            .moved
            .iter()
            .map(|moved| moved.record.name.clone())
            .collect();
        self.write_rest(&prepared, &mut rebased.report)?;
        rebased.report.warnings = prepared.generated.warnings;
        Ok(rebased)
    }

    /// What comes after the kept migrations, with the names of the moved ones.
    fn behind(&self, kept: &[Migration], moved: &[&Migration]) -> Result<Prepared, GenerateError> {
        let mut options = self.plan.clone();
        let earliest = moved.first().map(|moved| moved.record.name.version);
        options.naming.now = options.naming.now.or(earliest);
        options.naming.kept = moved
            .iter()
            .filter(|moved| moved.record.part.0 == 1)
            .map(|moved| (moved.record.module.clone(), moved.record.name.slug.clone()))
            .collect::<BTreeMap<_, _>>();
        let history = History::fold(kept).map_err(|error| GenerateError::Folder(vec![error]))?;
        let (generated, entities, outputs) = self.generated(history, &options)?;
        Ok(Prepared {
            written: kept.to_vec(),
            generated,
            entities,
            outputs,
            leftovers: Vec::new(),
        })
    }
}

/// What a merge of two branches brings, and a rebase mends.
const fn is_branching(error: &FolderError) -> bool {
    matches!(
        error,
        FolderError::Diverged { .. } | FolderError::SameVersion { .. }
    )
}
