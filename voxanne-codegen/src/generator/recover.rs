//! What a run that was killed has left, and how the next one goes on from there.
//!
//! A run writes all SQL first, then the plans, the first migration's last. So a folder shows how far
//! it came: SQL without a plan is a leftover, and plans whose chain of parents breaks at such SQL
//! belong to a run that did not end. The next run plans the same change again, and goes on only if
//! what it finds is what it would write: nothing that may have been applied is ever removed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::write::is_ours;
use crate::migrations::{Folder, FolderError, Migration, MigrationName, Version};

/// A folder, with what a killed run has left in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The migrations that are written.
    pub(super) written: Vec<Migration>,
    /// Those of the killed run that are whole, and that come after one that is not.
    pub(super) pending: Vec<Migration>,
    /// SQL of the killed run without a plan, and half-written files.
    pub(super) leftovers: BTreeSet<PathBuf>,
    /// The version that the killed run began with, where it is known.
    pub(super) began: Option<Version>,
}

impl Found {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, and that no killed run explains.
    pub(super) fn read(folder: &Folder) -> Result<Self, Vec<FolderError>> {
        let mut found = Self {
            leftovers: half_written(folder),
            ..Self::default()
        };
        let errors = match folder.read() {
            Ok(written) => return Ok(Self { written, ..found }),
            Err(errors) => errors,
        };
        let strays: BTreeSet<PathBuf> = errors.iter().filter_map(stray_of_ours).collect();
        if strays.is_empty() {
            return Err(errors);
        }
        let (migrations, errors) = folder.read_without(&strays);
        let whole = match errors.as_slice() {
            [] => migrations.len(),
            [FolderError::UnknownParent { migration, .. }] => migrations
                .iter()
                .position(|other| other.record.name == *migration)
                .unwrap_or(migrations.len()),
            _ => return Err(errors),
        };
        let (written, pending) = migrations.split_at(whole);
        let tip = written.last().map(|last| &last.record.name);
        let began = strays
            .iter()
            .filter_map(|path| MigrationName::of_file(path))
            .filter(|name| Some(name) > tip)
            .min();
        let next = pending.first().map(|next| &next.record.name);
        if next.is_some() && began.as_ref().is_none_or(|began| Some(began) > next) {
            return Err(errors);
        }
        found.written = written.to_vec();
        found.pending = pending.to_vec();
        found.began = began.map(|name| name.version);
        found.leftovers.extend(strays);
        Ok(found)
    }

    /// Whether what the killed run has written is what this one would write.
    ///
    /// # Errors
    ///
    /// The first migration that differs.
    pub(super) fn agrees_with(&self, planned: &[&Migration]) -> Result<(), FolderError> {
        let differs = |pending: &&Migration| !planned.contains(pending);
        match self.pending.iter().find(differs) {
            None => Ok(()),
            Some(migration) => Err(FolderError::Interrupted {
                migration: migration.record.name.clone(),
            }),
        }
    }
}

fn stray_of_ours(error: &FolderError) -> Option<PathBuf> {
    match error {
        FolderError::Stray { path } if is_ours(path) => Some(path.clone()),
        _ => None,
    }
}

/// Files that were about to take another's place when the run was killed.
fn half_written(folder: &Folder) -> BTreeSet<PathBuf> {
    let parts = ["", "down", "verify", "plan"].map(|part| folder.path().join(part));
    parts
        .iter()
        .flat_map(|part| super::write::half_written(part))
        .collect()
}
