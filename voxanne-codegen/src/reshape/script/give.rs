//! What comes back once the types have changed, in which form, and what does not.

use voxanne_schema::model::{Column, Schema, Table};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::{Script, Sorted};
use crate::kinds::belongings::belongs_to;
use crate::kinds::leaves::{is_proven_at_once, waiting};
use crate::kinds::{self, Refusal};
use crate::plan::{Delta, Hazard, HazardKind, LockMode, Statement, Undo};
use crate::reshape::mentions::says_column;
use crate::reshape::parts;

impl Script<'_> {
    /// Everything comes back.
    pub(super) fn give(&mut self) -> Result<(), Vec<Refusal>> {
        let start = self.statements.len();
        let restored = std::mem::take(&mut self.restored);
        let Sorted {
            members,
            standing,
            functions,
        } = self.sorted(&restored);
        for (was, form) in self.in_order(&functions) {
            self.restore(was, form);
        }
        self.generate();
        self.check_places()?;
        for (was, form) in self.in_order(&standing) {
            self.restore(was, form);
        }
        for (table, column) in self.columns(&self.affected.defaults) {
            self.restore_default(table, column);
        }
        for (was, form) in members.iter().rev() {
            if self.comes_back(was, *form) {
                self.restore(was, *form);
            } else {
                self.forget(was);
            }
        }
        self.explain(start, "All of it comes back.");
        Ok(())
    }

    /// Generated columns are computed anew.
    fn generate(&mut self) {
        let world = self.world;
        for (table, column) in self.columns(&self.affected.generated) {
            let next = world
                .after
                .table(&table.name)
                .and_then(|table| table.column(&column.name));
            let retyped = next
                .filter(|next| next.generated.is_some())
                .unwrap_or(column)
                .clone();
            self.statements
                .extend(parts::add_generated(&table.name, &retyped, world));
            let middle = self
                .tables
                .entry(table.name.clone())
                .or_insert_with(|| table.clone());
            middle.columns.retain(|other| other.name != column.name);
            middle.columns.push(retyped);
        }
    }

    /// A generated column that is added again stands last, and must have stood there.
    fn check_places(&self) -> Result<(), Vec<Refusal>> {
        for (name, table) in &self.tables {
            let Some(before) = self.world.before.table(name) else {
                continue;
            };
            let moved = table
                .columns
                .iter()
                .zip(&before.columns)
                .find(|(is, was)| is.name != was.name);
            if let Some((_, was)) = moved {
                return Err(vec![Refusal {
                    object: ObjectId::Table(name.clone()),
                    message: format!(
                        "the generated column `{name}.{}` must be dropped and added again, and would no longer stand in its place",
                        was.name
                    ),
                    help: "PostgreSQL adds columns at the end alone: drop the generated column in a migration before, and declare it last in the one after".to_owned(),
                }]);
            }
            if let Some((column, fresh)) = self.computed_too_early(table) {
                return Err(vec![Refusal {
                    object: ObjectId::Table(name.clone()),
                    message: format!(
                        "the column `{name}.{column}` would be computed from `{fresh}`, which is new in the same step"
                    ),
                    help: format!(
                        "add `{fresh}` and generate, then let `{column}` be computed from it and generate again"
                    ),
                }]);
            }
        }
        Ok(())
    }

    /// A generated column that is added again, and a column that it names and that comes only later.
    fn computed_too_early<'t>(&'t self, table: &'t Table) -> Option<(&'t Name, &'t Name)> {
        let next = self.world.after.table(&table.name)?;
        let mut fresh = next
            .columns
            .iter()
            .map(|column| &column.name)
            .filter(|name| table.column(name).is_none());
        fresh.find_map(|fresh| {
            let early = table.columns.iter().find(|column| {
                let generated = column.generated.as_ref();
                generated.is_some_and(|generated| says_column(generated, fresh))
            });
            early.map(|column| (&column.name, fresh))
        })
    }

    fn restore(&mut self, was: &Object, form: Option<&Object>) {
        let Some(form) = form else {
            self.forget(was);
            return;
        };
        if form.id() != was.id() {
            return self.succeed(was, form);
        }
        let later = self.is_proven_later(form);
        let mut statements = parts::created(form, later, self.world);
        if let Some(first) = statements.first_mut() {
            first.hazards.extend(self.hazard_of(was, form));
            // What was dropped before keeps everybody out until all of it is there again.
            if let Object::Constraint(key) = form
                && is_proven_at_once(key, self.world.before)
            {
                *first = first.clone().holds(LockMode::AccessExclusive, &key.table);
            }
        }
        self.statements.extend(statements);
        if matches!(form, Object::View(_) | Object::MaterializedView(_)) {
            let later = parts::belongings(form, self.world)
                .into_iter()
                .filter(|(_, now)| !now);
            self.deltas
                .extend(later.map(|(object, _)| Delta::Drop(object.id())));
        }
        let delta = match form {
            Object::Constraint(constraint) if later => Delta::alter(constraint.unproven()),
            other => Delta::alter(other.clone()),
        };
        self.deltas.push(delta);
    }

    /// What the return of a dependent means to others.
    fn hazard_of(&self, was: &Object, form: &Object) -> Option<Hazard> {
        let (kind, message) = match form {
            Object::Policy(policy) if form != was => (
                HazardKind::ChangesAccess,
                format!("the policy `{}` on {} changes", policy.name, policy.table),
            ),
            Object::MaterializedView(view) => (
                HazardKind::BlocksReaders,
                format!(
                    "whoever reads the materialized view `{}` waits until it is built again",
                    view.name
                ),
            ),
            Object::Constraint(key) if is_proven_at_once(key, self.world.before) && !self.rewrites(form) => {
                (HazardKind::BlocksWriters, waiting(key))
            }
            Object::Index(index) if !self.rewrites(form) => (
                HazardKind::BlocksWriters,
                format!(
                    "the index `{}` is built while writers of {} wait",
                    index.name, index.table
                ),
            ),
            _ => return None,
        };
        Some(Hazard {
            kind,
            message,
            allowed: None,
        })
    }

    /// A function of the same name takes the place of another, with its own grants and comment.
    fn succeed(&mut self, was: &Object, successor: &Object) {
        let world = self.world;
        self.statements.extend(parts::created(successor, false, world));
        self.created.push(Delta::create(successor.clone()));
        for object in about(world.after, successor.id()) {
            let Ok(steps) = kinds::create(object, &world.context()) else {
                continue;
            };
            for step in steps {
                let with_owner = |statement| Statement {
                    undo: Undo::WithOwner,
                    ..statement
                };
                self.statements
                    .extend(step.statements.into_iter().map(with_owner));
                self.created.extend(step.deltas);
            }
        }
        self.forget(was);
    }

    fn rewrites(&self, object: &Object) -> bool {
        let table = match object {
            Object::Index(index) => Some(index.table.clone()),
            other => other.id().table().cloned(),
        };
        table.is_some_and(|table| self.affected.rewrites(&table))
    }

    /// Whether a constraint is proven while writers pass: where no rows are written anew, nothing
    /// else makes them wait.
    fn is_proven_later(&self, object: &Object) -> bool {
        match object {
            _ if self.world.at_once && self.affected.shadows.is_empty() => false,
            Object::Constraint(check) if check.is_check() && self.heir_is_proven_later(object) => true,
            Object::Constraint(constraint) if self.world.plain.takes(&constraint.table) => false,
            Object::Constraint(key) if is_proven_at_once(key, self.world.before) => false,
            Object::Constraint(constraint) => match constraint.foreign_key() {
                Some(key) => {
                    !self.affected.rewrites(&constraint.table) && !self.affected.rewrites(&key.references)
                }
                None => constraint.is_check() && !self.affected.rewrites(&constraint.table),
            },
            _ => false,
        }
    }

    /// What does not come back here.
    fn forget(&mut self, was: &Object) {
        self.deltas
            .extend(about(self.world.before, was.id()).map(|object| Delta::Drop(object.id())));
        self.deltas.push(Delta::Drop(was.id()));
    }

    /// A default comes back as it will be, where it can, or else as it was.
    fn restore_default(&mut self, table: &Table, column: &Column) {
        if self.is_generated(&table.name, &column.name) {
            return;
        }
        let id = ObjectId::Table(table.name.clone());
        let stale = column
            .default
            .as_ref()
            .is_some_and(|default| self.world.is_stale_expression(&id, default, self.affected));
        let next = self
            .world
            .after
            .table(&table.name)
            .and_then(|table| table.column(&column.name));
        let placeable = next.is_some_and(|next| {
            let mut dependencies = voxanne_schema::object::Dependencies::default();
            next.default
                .iter()
                .for_each(|default| default.dependencies(&mut dependencies));
            next.default.is_some()
                && dependencies.iter().all(|needed| {
                    self.world.before.contains(&needed.object)
                        || matches!(
                            needed.object,
                            ObjectId::Enum(_) | ObjectId::Domain(_) | ObjectId::Composite(_)
                        )
                })
        });
        let default = match next {
            Some(next) if placeable => next.default.clone(),
            _ if stale => None,
            // Of a state that nobody declared it is not known whether the former one fits.
            Some(next) if self.world.declared.unguided && next.default != column.default => None,
            _ => column.default.clone(),
        };
        let middle = self
            .tables
            .entry(table.name.clone())
            .or_insert_with(|| table.clone());
        let Some(retyped) = middle.columns.iter_mut().find(|other| other.name == column.name) else {
            return;
        };
        retyped.default = default;
        if let Some((_, set)) = parts::default(&table.name, retyped) {
            self.statements.push(set);
        }
    }
}

/// What goes with an object, and with that.
fn about(schema: &Schema, id: ObjectId) -> impl Iterator<Item = &Object> {
    let all = schema.objects().filter(move |(_, object)| {
        belongs_to(object)
            .is_some_and(|owner| owner == id || schema.get(&owner).and_then(belongs_to).as_ref() == Some(&id))
    });
    all.map(|(_, object)| object)
}
