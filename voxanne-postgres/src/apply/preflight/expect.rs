//! What the migrations of a run rely on, computed from their typed changes and from the tables that
//! their statements lock: what each creates must not be there, and what each builds on must, unless an
//! earlier migration of the run sees to it.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_codegen::migrations::{Migration, MigrationName};
use voxanne_codegen::plan::Delta;
use voxanne_schema::model::ExtensionPresence;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, Object, ObjectId, ObjectKind, Space};
use voxanne_schema::rename::{Named, Rename};

use super::obstacle::Obstacle;
use crate::apply::agenda::Work;

/// One thing that must be there, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expectation {
    /// What.
    pub(super) dependency: Dependency,
    /// Whether it must be there.
    pub(super) present: bool,
    /// Which migration relies on it.
    pub(super) migration: MigrationName,
    /// Which migration of the folder makes it.
    pub(super) made_by: Option<MigrationName>,
}

impl Expectation {
    /// What to tell when it is so, or is not.
    pub(super) fn obstacle(self, present: bool) -> Option<Obstacle> {
        match (self.present, present) {
            (true, true) | (false, false) => None,
            (true, false) => Some(Obstacle::Missing {
                object: self.dependency,
                needed_by: self.migration,
                made_by: self.made_by,
            }),
            (false, true) => Some(Obstacle::Taken {
                object: self.dependency.object,
                migration: self.migration,
            }),
        }
    }
}

/// Everything that a run relies on, in the order of the migrations.
pub(super) fn expectations(work: &[Work<'_>], migrations: &[Migration]) -> Vec<Expectation> {
    let mut reader = Reader {
        makers: makers(migrations, work),
        made: made(work),
        ..Reader::default()
    };
    for work in work {
        reader.migration(work);
    }
    reader.found
}

/// Everything that the run makes, columns included. That it is made in time is the planner's work.
fn made(work: &[Work<'_>]) -> BTreeSet<Dependency> {
    let mut made = BTreeSet::new();
    for delta in work.iter().flat_map(|work| &work.migration.record.changes) {
        if let Delta::Create(object) = delta {
            made.insert(whole(object.id()));
        }
        if let Delta::Create(object) | Delta::Alter(object) = delta
            && let Object::Table(table) = object.as_ref()
        {
            made.extend(table.columns.iter().map(|column| Dependency {
                object: object.id(),
                column: Some(column.name.clone()),
            }));
        }
    }
    made
}

/// Which migration made each object, as it is called before the run; the last one, where several did.
fn makers(migrations: &[Migration], work: &[Work<'_>]) -> BTreeMap<ObjectId, MigrationName> {
    let mut makers: BTreeMap<ObjectId, MigrationName> = BTreeMap::new();
    for record in migrations.iter().map(|migration| &migration.record) {
        for delta in &record.changes {
            if let Delta::Create(object) = delta {
                makers.insert(object.id(), record.name.clone());
            }
            if let Delta::Rename(rename) = delta
                && !work.iter().any(|work| work.migration.record.name == record.name)
            {
                let under_new_names = makers.into_iter().map(|(id, by)| (rename.follow_id(&id), by));
                makers = under_new_names.collect();
            }
        }
    }
    makers
}

/// Goes through the changes of a run in order.
#[derive(Default)]
struct Reader {
    makers: BTreeMap<ObjectId, MigrationName>,
    made: BTreeSet<Dependency>,
    /// What was asked for already, or follows from what the run has done so far.
    settled: BTreeSet<Dependency>,
    /// The partitions that leave their tables.
    detached: BTreeSet<QualifiedName>,
    /// What the run has renamed so far.
    renamed: Vec<Rename>,
    /// Namespaces that the run fills with what we do not see: those of new extensions.
    filled: BTreeSet<Name>,
    found: Vec<Expectation>,
}

impl Reader {
    fn migration(&mut self, work: &Work<'_>) {
        let name = &work.migration.record.name;
        // What an interrupted run has begun may be there or not.
        let begun = work.resume.is_some();
        for delta in &work.migration.record.changes {
            match delta {
                Delta::Create(object) => {
                    if let Object::Extension(extension) = object.as_ref() {
                        self.filled.insert(extension.namespace.clone());
                    }
                    self.needs(object, name);
                    let stands = begun || self.goes_over(object);
                    for id in names_taken_by(object) {
                        self.expect(&whole(id), stands, false, name);
                    }
                }
                Delta::Alter(object) => {
                    self.expect(&whole(object.id()), begun, true, name);
                    self.needs(object, name);
                }
                Delta::Drop(id) => {
                    self.expect(&whole(id.clone()), begun, true, name);
                    // Its name is free, also where renames leave unclear what had it before the run.
                    let gone = self.before_the_run(&whole(id.clone()));
                    self.settled.insert(gone);
                    if let ObjectId::Partition(partition) = id {
                        self.detached
                            .insert(partition.table.sibling(partition.name.clone()));
                    }
                    if let ObjectId::Constraint(key) = id {
                        // A key takes the index of its name along, and the name is free again.
                        let index = ObjectId::Index(key.table.sibling(key.name.clone()));
                        let index = self.before_the_run(&whole(index));
                        self.settled.insert(index);
                    }
                }
                Delta::Rename(rename) => self.rename(rename, begun, name),
            }
        }
        self.locked(work);
    }

    /// Whether it is there under its name already: a partition that becomes a table with all that it has,
    /// or a table that becomes a partition.
    fn goes_over(&self, object: &Object) -> bool {
        match object {
            Object::Partition(partition) => {
                let table = ObjectId::Table(partition.qualified_name());
                self.settled.contains(&whole(table))
            }
            Object::Table(table) => self.detached.contains(&table.name),
            Object::Index(index) => self.detached.contains(&index.table),
            other => other
                .id()
                .table()
                .is_some_and(|table| self.detached.contains(table)),
        }
    }

    /// The tables that statements lock, such as one whose rows are only rewritten: no change tells of
    /// those.
    fn locked(&mut self, work: &Work<'_>) {
        let record = &work.migration.record;
        for lock in record.statements.iter().flat_map(|statement| &statement.locks) {
            let table = ObjectId::Table(lock.table.clone());
            // Of what it makes or drops itself, the changes have told.
            let told = |delta: &Delta| match delta.id() {
                ObjectId::View(view) | ObjectId::MaterializedView(view) => view == lock.table,
                id => matches!(delta, Delta::Drop(_)) && id == table,
            };
            if !self.made.contains(&whole(table.clone())) && !record.changes.iter().any(told) {
                self.expect(&whole(table), false, true, &record.name);
            }
        }
    }

    /// Everything that an object needs to exist.
    fn needs(&mut self, object: &Object, by: &MigrationName) {
        if let Object::Extension(extension) = object
            && extension.presence == ExtensionPresence::Optional
        {
            return;
        }
        for dependency in object.dependencies().iter() {
            let whole = whole(dependency.object.clone());
            if !self.made.contains(&whole) {
                self.expect(&whole, false, true, by);
            }
            if dependency.column.is_some() && !self.made.contains(dependency) {
                self.expect(dependency, false, true, by);
            }
        }
    }

    /// The thing is there, and its name is free.
    fn rename(&mut self, rename: &Rename, begun: bool, by: &MigrationName) {
        let column = match &rename.from {
            Named::Column(_, column) => Some(column.clone()),
            Named::Object(_) | Named::Label(..) | Named::Attribute(..) => None,
        };
        let object = rename.from.object();
        self.expect(&whole(object.clone()), begun, true, by);
        if column.is_some() {
            self.expect(&Dependency { object, column }, begun, true, by);
        } else if let Named::Object(id) = rename.renamed() {
            self.expect(&whole(id), begun, false, by);
        }
        self.renamed.push(rename.clone());
    }

    /// What something was called before the run.
    fn before_the_run(&self, dependency: &Dependency) -> Dependency {
        let mut dependency = dependency.clone();
        for rename in self.renamed.iter().rev().map(Rename::reversed) {
            let named = match (&dependency.object, &dependency.column) {
                (ObjectId::Table(table), Some(column)) => Named::Column(table.clone(), column.clone()),
                (object, _) => Named::Object(object.clone()),
            };
            dependency = match rename.follow(&named) {
                Named::Column(table, column) => Dependency {
                    object: ObjectId::Table(table),
                    column: Some(column),
                },
                Named::Object(object) => whole(object),
                Named::Label(..) | Named::Attribute(..) => dependency,
            };
        }
        dependency
    }

    /// Notes what must be there or not, the first time that it matters, unless it is `settled`.
    fn expect(&mut self, dependency: &Dependency, settled: bool, present: bool, migration: &MigrationName) {
        let dependency = self.before_the_run(dependency);
        if present && !self.renamed.is_empty() && self.made.contains(&dependency) {
            return;
        }
        let made_by = self.makers.get(&dependency.object).cloned();
        // What an extension of the run brings along is not declared anywhere.
        let brought =
            made_by.is_none() && namespace(&dependency.object).is_some_and(|n| self.filled.contains(n));
        if !self.settled.insert(dependency.clone()) || settled || brought {
            return;
        }
        self.found.push(Expectation {
            dependency,
            present,
            migration: migration.clone(),
            made_by,
        });
    }
}

/// The object, and the index of its name that a key brings along.
fn names_taken_by(object: &Object) -> Vec<ObjectId> {
    let mut names = vec![object.id()];
    if let Object::Constraint(constraint) = object
        && constraint.has_index()
    {
        names.push(ObjectId::Index(constraint.table.sibling(constraint.name.clone())));
    }
    names
}

/// The namespace that holds an object which an extension could bring along.
fn namespace(id: &ObjectId) -> Option<&Name> {
    let kind = id.kind();
    let comes_along = kind.space() != Space::Own && kind != ObjectKind::Index;
    id.namespace().filter(|_| comes_along)
}

fn whole(object: ObjectId) -> Dependency {
    Dependency { object, column: None }
}
