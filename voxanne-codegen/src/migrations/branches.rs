//! Branches that meet: two migrations that come after the same one. Which of them keep their place,
//! which move behind them, and what both of them change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use voxanne_schema::model::{Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

use super::folder::{FolderError, Migration};
use super::history::History;
use super::version::MigrationName;
use crate::plan::Delta;

/// A folder in which branches meet.
#[derive(Debug)]
pub(crate) struct Branches<'m> {
    /// The migrations that keep their place, in order.
    pub(crate) kept: Vec<&'m Migration>,
    /// The others, in order.
    pub(crate) moved: Vec<&'m Migration>,
}

/// Which migrations come directly after which.
type Children<'m> = BTreeMap<Option<&'m MigrationName>, Vec<&'m Migration>>;

impl<'m> Branches<'m> {
    /// Splits migrations where they branch: `moved`, a version or a whole name, begins the branch
    /// that moves. Unless it is said, the earliest one stays.
    ///
    /// # Errors
    ///
    /// No branch begins with that migration.
    pub(crate) fn split(migrations: &'m [Migration], moved: Option<&str>) -> Result<Self, FolderError> {
        let mut children: Children<'_> = BTreeMap::new();
        for migration in migrations {
            let after = children.entry(migration.record.parent.as_ref()).or_default();
            after.push(migration);
        }
        let begins: Vec<&MigrationName> = children
            .values()
            .filter(|after| after.len() > 1)
            .flatten()
            .map(|migration| &migration.record.name)
            .collect();
        let is_moved = |name: &MigrationName| moved.is_some_and(|moved| is_called(name, moved));
        if let Some(moved) = moved.filter(|_| begins.iter().filter(|name| is_moved(name)).count() != 1) {
            return Err(FolderError::NoBranch {
                wanted: moved.to_owned(),
                branches: begins.into_iter().cloned().collect(),
            });
        }
        let mut kept: Vec<&Migration> = Vec::new();
        loop {
            let tip = kept.last().map(|last| &last.record.name);
            let next = children.get(&tip).into_iter().flatten();
            let next = next
                .filter(|next| !is_moved(&next.record.name))
                .min_by_key(|next| &next.record.name);
            match next {
                Some(next) => kept.push(next),
                None => break,
            }
        }
        let names: BTreeSet<&MigrationName> = kept.iter().map(|kept| &kept.record.name).collect();
        let is_other = |other: &&Migration| !names.contains(&other.record.name);
        let moved = migrations.iter().filter(is_other).collect();
        Ok(Self { kept, moved })
    }

    /// What a migration that moves and one that stays beside it both change, or what the one drops
    /// and the other needs.
    ///
    /// # Errors
    ///
    /// A migration that does not fit those before it.
    pub(crate) fn collisions(&self) -> Result<Vec<FolderError>, FolderError> {
        // The states that branches begin with, and those inside of them.
        let parents = self.moved.iter().map(|moved| moved.record.parent.as_ref());
        let parents: BTreeSet<Option<&MigrationName>> = parents.collect();
        let mut states: BTreeMap<Option<&MigrationName>, History> = BTreeMap::new();
        let mut effects: BTreeMap<&MigrationName, Effects> = BTreeMap::new();
        let mut history = History::default();
        states.insert(None, history.clone());
        for kept in &self.kept {
            let record = &kept.record;
            effects.insert(&record.name, Effects::of(&record.changes, &history.schema));
            history.push(kept)?;
            if parents.contains(&Some(&record.name)) {
                states.insert(Some(&record.name), history.clone());
            }
        }
        for moved in &self.moved {
            let record = &moved.record;
            let Some(mut history) = states.get(&record.parent.as_ref()).cloned() else {
                return Err(FolderError::UnknownParent {
                    migration: record.name.clone(),
                    parent: record.parent.clone(),
                });
            };
            effects.insert(&record.name, Effects::of(&record.changes, &history.schema));
            history.push(moved)?;
            states.insert(Some(&record.name), history);
        }
        let mut found = Vec::new();
        for moved in &self.moved {
            for kept in self.beside(moved) {
                if let (Some(theirs), Some(ours)) = (effects.get(&moved.record.name), effects.get(kept)) {
                    found.extend(
                        theirs
                            .collisions(ours)
                            .into_iter()
                            .map(|what| FolderError::Collides {
                                moved: moved.record.name.clone(),
                                kept: kept.clone(),
                                what,
                            }),
                    );
                }
            }
        }
        Ok(found)
    }

    /// The kept migrations that a moved one has not come after so far.
    fn beside(&self, moved: &Migration) -> impl Iterator<Item = &'m MigrationName> {
        let mut at = moved.record.parent.as_ref();
        while let Some(other) = self.moved.iter().find(|other| Some(&other.record.name) == at) {
            at = other.record.parent.as_ref();
        }
        let fork = at.and_then(|at| self.kept.iter().position(|kept| kept.record.name == *at));
        let after = fork.map_or(0, |fork| fork + 1);
        self.kept.iter().skip(after).map(|kept| &kept.record.name)
    }
}

fn is_called(name: &MigrationName, wanted: &str) -> bool {
    name.version.to_string() == wanted || name.to_string() == wanted
}

/// What a migration changes: an object, or one column of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Changed {
    Object(ObjectId),
    Column(QualifiedName, Name),
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(id) => write!(f, "{id}"),
            Self::Column(table, column) => write!(f, "column `{table}.{column}`"),
        }
    }
}

/// What a migration changes, drops and needs.
#[derive(Debug, Default)]
struct Effects {
    changed: BTreeSet<Changed>,
    dropped: BTreeSet<ObjectId>,
    needed: BTreeSet<ObjectId>,
}

impl Effects {
    fn of(changes: &[Delta], before: &Schema) -> Self {
        let mut effects = Self::default();
        for change in changes {
            match change {
                Delta::Create(object) | Delta::Alter(object) => effects.made(object, before),
                Delta::Drop(id) => {
                    effects.dropped.insert(id.clone());
                    effects.changed.insert(Changed::Object(id.clone()));
                }
                Delta::Rename(rename) => effects.renamed(rename),
            }
        }
        effects
    }

    /// Under its former name there is nothing any more.
    fn renamed(&mut self, rename: &Rename) {
        for named in [rename.from.clone(), rename.renamed()] {
            self.changed.insert(match named {
                Named::Column(table, column) => Changed::Column(table, column),
                Named::Object(_) | Named::Label(..) | Named::Attribute(..) => Changed::Object(named.object()),
            });
        }
        if let Named::Object(id) = &rename.from {
            self.dropped.insert(id.clone());
        }
    }

    fn made(&mut self, object: &Object, before: &Schema) {
        let id = object.id();
        self.needed.extend(object.dependencies().objects().cloned());
        self.needed.extend(id.table().cloned().map(ObjectId::Table));
        match (object, before.get(&id)) {
            (Object::Table(next), Some(Object::Table(previous))) => self.altered(previous, next),
            _ => {
                self.changed.insert(Changed::Object(id));
            }
        }
    }

    fn altered(&mut self, previous: &Table, next: &Table) {
        let names = previous.columns.iter().chain(&next.columns);
        for name in names.map(|column| &column.name) {
            if previous.column(name) != next.column(name) {
                self.changed
                    .insert(Changed::Column(next.name.clone(), name.clone()));
            }
        }
        let without_columns = |table: &Table| Table {
            columns: Vec::new(),
            ..table.clone()
        };
        if without_columns(previous) != without_columns(next) {
            self.changed
                .insert(Changed::Object(ObjectId::Table(next.name.clone())));
        }
    }

    /// What stands against doing both, in words.
    fn collisions(&self, other: &Self) -> Vec<String> {
        let both = self.changed.intersection(&other.changed);
        let mut found: Vec<String> = both.map(|what| format!("both change {what}")).collect();
        for (drops, needs) in [(self, other), (other, self)] {
            let lost = drops.dropped.intersection(&needs.needed);
            found.extend(
                lost.filter(|id| !needs.changed.contains(&Changed::Object((*id).clone())))
                    .map(|id| format!("one drops {id}, and the other needs it")),
            );
        }
        found
    }
}
