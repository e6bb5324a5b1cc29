//! The statements of a change of types, in their order: what is in the way goes, types change, all of
//! it comes back.

mod give;
mod links;
mod made;
mod partitioned;
mod types;

pub(super) use types::{guards_back, narrows};

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::dispatch;
use voxanne_schema::model::{Column, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::World;
use super::affected::Affected;
use super::choice::Form;
use super::parts;
use crate::kinds::{Plan, Refusal};
use crate::plan::{Delta, Stage, Statement, Step};

/// The statements, and what they come to.
pub(super) struct Written {
    pub(super) step: Step,
    pub(super) middle: Schema,
}

/// Writes everything.
pub(super) fn write(affected: &Affected, world: &World<'_>) -> Result<Written, Vec<Refusal>> {
    let mut script = Script {
        affected,
        world,
        statements: Vec::new(),
        deltas: Vec::new(),
        created: Vec::new(),
        restored: Vec::new(),
        tables: BTreeMap::new(),
        shadows_gone: Vec::new(),
    };
    script.choose()?;
    script.checks();
    script.unlink();
    script.take();
    let first = script.statements.len();
    script.rename_enums();
    script.rename_made()?;
    script.new_types()?;
    script.retype()?;
    script.drop_old_made();
    script.drop_old_enums();
    script.replace_functions(first);
    script.give()?;
    script.relink();
    script.tables();
    let mut deltas = script.deltas;
    deltas.extend(script.created);
    let mut middle = world.before.clone();
    for delta in &deltas {
        delta.apply(&mut middle).map_err(|why| {
            vec![Refusal {
                object: delta.id(),
                message: format!("the plan does not fit the model: {why}"),
                help: "this is a defect of voxanne: please report it".to_owned(),
            }]
        })?;
    }
    // What is there for shadows alone was never part of the model before.
    deltas.splice(0..0, script.shadows_gone);
    Ok(Written {
        step: Step::new(Stage::Expand, script.statements, deltas),
        middle,
    })
}

struct Script<'s> {
    affected: &'s Affected,
    world: &'s World<'s>,
    statements: Vec<Statement>,
    deltas: Vec<Delta>,
    /// Deltas of what is new, which come last.
    created: Vec<Delta>,
    /// What comes back, with the form in which it does.
    restored: Vec<Dependent<'s>>,
    /// The tables that change, as they are in between.
    tables: BTreeMap<QualifiedName, Table>,
    /// The ends of what was made for shadows.
    shadows_gone: Vec<Delta>,
}

/// What is in the way as it was, with the form in which it comes back.
type Dependent<'s> = (&'s Object, Option<&'s Object>);

/// Dependents by the moment at which they go and come.
#[derive(Default)]
struct Sorted<'s> {
    members: Vec<Dependent<'s>>,
    standing: Vec<Dependent<'s>>,
    functions: Vec<Dependent<'s>>,
}

/// The order in which dependents are dropped; they come back in the opposite one.
fn rank(object: &Object) -> u8 {
    dispatch!(object, inner => inner.turn())
}

impl<'s> Script<'s> {
    /// The form of every dependent.
    fn choose(&mut self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let all = self.affected.members.iter().chain(&self.affected.functions);
        for id in all {
            let Some(was) = self.world.before.get(id) else {
                continue;
            };
            match self.world.form(id, was, self.affected) {
                Ok(Form::This(form)) => self.restored.push((was, Some(form))),
                Ok(Form::Gone) => self.restored.push((was, None)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        self.restored.sort_by_key(|(was, _)| rank(was));
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals)
        }
    }

    /// Rows that fit no longer are told before anything changes.
    fn checks(&mut self) {
        let plain = self.affected.columns.iter();
        for (table, columns) in plain.filter(|(table, _)| !self.affected.shadows.contains(*table)) {
            for (column, retype) in columns {
                let check = retype.way.check(table, column, &self.world.heirs);
                self.statements
                    .extend(check.map(|check| check.serving("stops where values do not fit")));
            }
        }
    }

    /// Everything in the way goes.
    fn take(&mut self) {
        let world = self.world;
        let start = self.statements.len();
        let Sorted {
            members,
            standing,
            functions,
        } = self.sorted(&self.restored);
        for (was, form) in &members {
            let mut statements = parts::dropped(was, world);
            if let (Some(last), false) = (statements.last_mut(), self.comes_back(was, *form)) {
                *last = gone(last.clone(), was);
            }
            self.statements.extend(statements);
        }
        for (was, form) in self.in_order(&standing).into_iter().rev() {
            let mut statements = parts::dropped(was, world);
            if let (Some(last), None) = (statements.last_mut(), form) {
                *last = gone(last.clone(), was);
            }
            self.statements.extend(statements);
        }
        for (table, column) in self.columns(&self.affected.defaults) {
            let goes = self.affected.shadows.contains(&table.name);
            if goes || self.is_generated(&table.name, &column.name) {
                continue;
            }
            if let Some((drop, _)) = parts::default(&table.name, column) {
                self.statements.push(drop);
            }
        }
        for (table, column) in self.columns(&self.affected.generated).into_iter().rev() {
            self.statements.push(parts::drop_generated(table, column, world));
        }
        for (was, _) in self.in_order(&functions).into_iter().rev() {
            self.statements.extend(parts::dropped(was, world));
        }
        self.explain(
            start,
            "What holds on to what changes makes way, and is back before anybody looks.",
        );
    }

    /// Says above the first of several statements what all of them are for.
    fn explain(&mut self, start: usize, why: &str) {
        if self.statements.len() > start + 1
            && let Some(first) = self.statements.get_mut(start)
            && first.reason.is_none()
        {
            first.reason = Some(why.to_owned());
        }
    }

    /// Views, and functions whose signature has the rows of one; other functions; the rest.
    fn sorted(&self, all: &[Dependent<'s>]) -> Sorted<'s> {
        let mut sorted = Sorted::default();
        for dependent in all {
            let dependencies = dependent.0.dependencies();
            let on_view = dependencies
                .objects()
                .any(|needed| matches!(needed, ObjectId::View(_) | ObjectId::MaterializedView(_)));
            let place = match dependent.0 {
                Object::View(_) | Object::MaterializedView(_) => &mut sorted.standing,
                Object::Function(_) if on_view => &mut sorted.standing,
                Object::Function(_) => &mut sorted.functions,
                _ => &mut sorted.members,
            };
            place.push(*dependent);
        }
        sorted
    }

    /// Whether a dependent stands again in the end of this transaction.
    fn comes_back(&self, was: &Object, form: Option<&Object>) -> bool {
        form.is_some() && !self.is_left_to_the_rest(was)
    }

    /// Statistics, and an index that is not unique, are better built anew beside the writers, where no
    /// rows are written anew in any case.
    fn is_left_to_the_rest(&self, was: &Object) -> bool {
        let waits = |index: &voxanne_schema::model::Index| self.world.plain.takes(&index.table);
        // Nobody should wait for ANALYZE under the lock of this transaction.
        if matches!(was, Object::Statistics(_)) {
            return !self.world.at_once;
        }
        !self.world.at_once
            && !matches!(was, Object::Index(index) if waits(index))
            && matches!(was, Object::Index(index) if !index.unique && !self.affected.rewrites(&index.table))
    }

    fn is_generated(&self, table: &QualifiedName, column: &Name) -> bool {
        self.affected.generated.contains(&(table.clone(), column.clone()))
    }

    fn columns(&self, places: &BTreeSet<(QualifiedName, Name)>) -> Vec<(&'s Table, &'s Column)> {
        let find = |(table, column): &(QualifiedName, Name)| {
            let table = self.world.before.table(table)?;
            Some((table, table.column(column)?))
        };
        let mut found: Vec<(&Table, &Column)> = places.iter().filter_map(find).collect();
        let place =
            |table: &Table, column: &Column| table.columns.iter().position(|other| other.name == column.name);
        found.sort_by_key(|(table, column)| (&table.name, place(table, column)));
        found
    }

    /// Functions, what others need first.
    fn in_order<'f>(
        &self,
        functions: &[(&'f Object, Option<&'f Object>)],
    ) -> Vec<(&'f Object, Option<&'f Object>)> {
        let mut waiting: Vec<(&Object, Option<&Object>)> = functions.to_vec();
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let ids: BTreeSet<ObjectId> = waiting.iter().map(|(was, _)| was.id()).collect();
            let needs_none = |(was, _): &(&Object, Option<&Object>)| {
                let id = was.id();
                let dependencies = was.dependencies();
                let mut needed = dependencies.objects().chain(self.world.bodies.of(&id));
                !needed.any(|needed| *needed != id && ids.contains(needed))
            };
            let next = waiting.iter().position(needs_none).unwrap_or_default();
            ordered.push(waiting.remove(next));
        }
        ordered
    }

    /// Shadows stand at the end, in the order in which they are declared.
    fn put_in_place(&self, table: &mut Table) {
        let next = self.world.after.table(&table.name);
        let place = |column: &Column| {
            next.into_iter()
                .flat_map(|next| &next.columns)
                .position(|next| next.name == column.name)
        };
        table.columns.sort_by_key(|column| {
            let is_shadowed = self.affected.is_shadowed(&table.name, &column.name);
            (is_shadowed, is_shadowed.then(|| place(column)))
        });
    }

    fn tables(&mut self) {
        for mut table in std::mem::take(&mut self.tables).into_values() {
            self.put_in_place(&mut table);
            if self.world.before.table(&table.name) != Some(&table) || self.affected.rewrites(&table.name) {
                self.deltas.push(Delta::alter(table));
            }
        }
    }
}

/// What is dropped and does not come back.
fn gone(statement: Statement, object: &Object) -> Statement {
    match dispatch!(object, inner => inner.loss()) {
        Some((kind, message)) => statement.hazard(kind, message),
        None => statement,
    }
}
