//! What written migrations come to: the fold of their typed changes. There is no snapshot file that
//! two branches could fight over.

use std::collections::BTreeMap;
use std::sync::Arc;

use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::{Column, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

use super::folder::{FolderError, Migration};
use super::squashed::{Replaced, Squashed};
use super::version::MigrationName;
use crate::plan::Delta;

/// The written migrations, folded.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What they come to.
    pub schema: Schema,
    /// Which migration, of which module, made each object.
    pub made: Lookup<ObjectId, Made>,
    /// Which migration added a column to a table that was there before.
    pub added: BTreeMap<(QualifiedName, Name), MigrationName>,
    /// What is called otherwise than it was: each with its former name, and the last migration that
    /// renamed it.
    pub renamed: BTreeMap<Named, (Name, MigrationName)>,
    /// The last one.
    pub tip: Option<MigrationName>,
    /// How many changes each module has been through, by its first slug.
    pub changes_of: BTreeMap<String, usize>,
    /// Every slug that is taken.
    pub slugs: Vec<String>,
}

/// Where an object comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The migration that created it.
    pub migration: Arc<MigrationName>,
    /// The module, by its first slug.
    pub module: Arc<str>,
}

impl History {
    /// Folds migrations, in their order.
    ///
    /// # Errors
    ///
    /// The first change that does not fit what comes before it.
    pub fn fold(migrations: &[Migration]) -> Result<Self, FolderError> {
        let mut history = Self::default();
        for migration in migrations {
            history.push(migration)?;
        }
        Ok(history)
    }

    /// Folds one more migration.
    ///
    /// # Errors
    ///
    /// A change that does not fit what comes before it.
    pub fn push(&mut self, migration: &Migration) -> Result<(), FolderError> {
        let record = &migration.record;
        let Some(squashed) = &record.squashed else {
            return self.advance(&record.name, &record.module, record.part.0, &record.changes);
        };
        // It belongs to no module, and is no change of one.
        self.advance(&record.name, &record.module, 0, &record.changes)?;
        self.stand_in(&record.name, squashed);
        Ok(())
    }

    /// Takes over what is known of the migrations that one stands for.
    fn stand_in(&mut self, name: &MigrationName, squashed: &Squashed) {
        for of in &squashed.modules {
            let module: Arc<str> = Arc::from(of.slug.as_str());
            for id in &of.made {
                if let Some(made) = self.made.get_mut(id) {
                    made.module = module.clone();
                }
            }
            *self.changes_of.entry(of.slug.clone()).or_default() += of.changes;
        }
        self.slugs
            .extend(squashed.replaces.iter().flat_map(Replaced::slugs));
        let former = squashed.former_names.iter();
        self.renamed
            .extend(former.map(|(now, from)| (now.clone(), (from.clone(), name.clone()))));
    }

    /// Takes the changes of one more migration.
    pub(super) fn advance<'d>(
        &mut self,
        name: &MigrationName,
        module: &str,
        part: usize,
        changes: impl IntoIterator<Item = &'d Delta>,
    ) -> Result<(), FolderError> {
        let made = Made {
            migration: Arc::new(name.clone()),
            module: Arc::from(module),
        };
        for delta in changes {
            self.note_columns(name, delta);
            delta
                .apply(&mut self.schema)
                .map_err(|reason| FolderError::DoesNotFit {
                    migration: name.clone(),
                    reason,
                })?;
            match delta {
                Delta::Create(object) => {
                    self.made.insert(object.id(), made.clone());
                }
                Delta::Alter(_) => {}
                Delta::Drop(id) => {
                    self.made.remove(id);
                    self.renamed.remove(&Named::Object(id.clone()));
                }
                Delta::Rename(rename) => self.rename(name, rename),
            }
        }
        if part == 1 {
            *self.changes_of.entry(module.to_owned()).or_default() += 1;
        }
        self.slugs.push(name.slug.clone());
        self.tip = Some(name.clone());
        Ok(())
    }

    /// Keeps what is known of things under the names that they have now.
    fn rename(&mut self, migration: &MigrationName, rename: &Rename) {
        self.made = std::mem::take(&mut self.made).with_keys(|id| rename.follow_id(id));
        let added = std::mem::take(&mut self.added);
        self.added = added
            .into_iter()
            .map(
                |((table, column), by)| match rename.follow(&Named::Column(table.clone(), column.clone())) {
                    Named::Column(table, column) => ((table, column), by),
                    Named::Object(_) | Named::Label(..) | Named::Attribute(..) => ((table, column), by),
                },
            )
            .collect();
        let renamed = std::mem::take(&mut self.renamed);
        self.renamed = renamed
            .into_iter()
            .map(|(now, from)| (rename.follow(&now), from))
            .collect();
        // A name that something had for the length of a migration is none that it was called by.
        let now = rename.renamed();
        let passing = self.renamed.get(&now).is_some_and(|(_, by)| by == migration);
        if let (false, Some(from)) = (passing, rename.from.name()) {
            self.renamed.insert(now, (from.clone(), migration.clone()));
        }
    }

    /// Remembers which columns a change adds, and forgets those that go.
    fn note_columns(&mut self, name: &MigrationName, delta: &Delta) {
        let Delta::Alter(object) = delta else {
            return;
        };
        let Object::Table(next) = object.as_ref() else {
            return;
        };
        let Some(previous) = self.schema.table(&next.name) else {
            return;
        };
        let key = |column: &Column| (next.name.clone(), column.name.clone());
        for column in &next.columns {
            if previous.column(&column.name).is_none() {
                self.added.insert(key(column), name.clone());
            }
        }
        for column in &previous.columns {
            if next.column(&column.name).is_none() {
                self.added.remove(&key(column));
            }
        }
    }

    /// What is called otherwise than it was: each with its former name.
    #[must_use]
    pub fn former_names(&self) -> BTreeMap<Named, Name> {
        self.renamed
            .iter()
            .map(|(now, (from, _))| (now.clone(), from.clone()))
            .collect()
    }

    /// Which module, by its slug, made each object.
    #[must_use]
    pub fn made_by(&self) -> BTreeMap<ObjectId, Arc<str>> {
        let made = self.made.sorted().into_iter();
        made.map(|(id, made)| (id.clone(), made.module.clone())).collect()
    }
}
