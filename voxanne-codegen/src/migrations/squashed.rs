//! What one migration keeps of those that it stands for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;
use voxanne_schema::rename::Named;

use super::folder::Migration;
use super::history::History;
use super::version::MigrationName;

/// The migrations that one stands for, and what is known of them beside the objects that they made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Squashed {
    /// The migrations, in their order.
    pub replaces: Vec<Replaced>,
    /// The modules that they belong to, by their first slugs.
    pub modules: Vec<SquashedModule>,
    /// What was called otherwise: each with its former name.
    #[serde(default)]
    pub former_names: Vec<(Named, Name)>,
}

/// A migration that another one stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// What it was called.
    pub name: MigrationName,
    /// The checksum of its way up, by which a ledger knows it.
    pub checksum: String,
    /// The migrations that it stood for itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Replaced>,
}

impl Replaced {
    /// Its slug, and those of all that it stood for.
    pub(super) fn slugs(&self) -> Vec<String> {
        let before = self.replaces.iter().flat_map(Self::slugs);
        before.chain([self.name.slug.clone()]).collect()
    }
}

/// A module of squashed migrations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SquashedModule {
    /// Its first slug.
    pub slug: String,
    /// How many changes it has been through.
    pub changes: usize,
    /// What it made of all that is there.
    pub made: Vec<ObjectId>,
}

impl Squashed {
    /// What is kept of migrations, which come to that history.
    pub(crate) fn of(migrations: &[Migration], history: &History) -> Self {
        let replaced = migrations.iter().map(|migration| {
            let record = &migration.record;
            let before = record.squashed.as_ref();
            Replaced {
                name: record.name.clone(),
                checksum: record.checksums.up.clone(),
                // A database may have those, and not this one.
                replaces: before.map_or_else(Vec::new, |squashed| squashed.replaces.clone()),
            }
        });
        let mut made: BTreeMap<&str, Vec<ObjectId>> = BTreeMap::new();
        for (id, of) in history.made.sorted() {
            made.entry(&of.module).or_default().push(id.clone());
        }
        let modules = history.changes_of.iter().map(|(slug, changes)| SquashedModule {
            slug: slug.clone(),
            changes: *changes,
            made: made.remove(slug.as_str()).unwrap_or_default(),
        });
        Self {
            replaces: replaced.collect(),
            modules: modules.collect(),
            former_names: history.former_names().into_iter().collect(),
        }
    }
}
