//! Changes that reach what hangs on them: a column's type, an enum that loses or reorders labels, a
//! function whose signature changes. Everything in the way is dropped, the change is made, and all of
//! it is created again, in one transaction, so that no committed state lets anybody see or do more.
//!
//! This happens before all other changes of a plan, on the model as it was; the difference that
//! remains is planned as if the types had always been so.

mod affected;
mod choice;
mod column;
mod conversion;
mod mentions;
mod parts;
mod script;

use std::collections::BTreeSet;

use voxanne_schema::data_type::DataType;
use voxanne_schema::declare::Declared;
use voxanne_schema::model::{Column, Enum, Function, Schema};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Object, ObjectId};

use affected::Affected;
use column::{Fate, renamed};
use conversion::Types;

use crate::analysis::BodyDependencies;
use crate::diff::{Change, Pair};
use crate::kinds::{Context, Refusal};
use crate::plan::{Inputs, Statement, Step};

/// What there is after the types have changed, and how it comes about.
#[derive(Debug)]
pub(crate) struct Reshaped {
    /// The model in between.
    pub(crate) middle: Schema,
    /// The place of the module that asked first.
    pub(crate) module: usize,
    /// The statements, all of one transaction.
    pub(crate) step: Step,
}

/// Carries out what reaches dependents, if there is any such change.
///
/// # Errors
///
/// Every column whose values nobody can convert, every label whose rows nobody has spoken for, and
/// every dependent that can be neither restored nor changed at once.
pub(crate) fn reshape(
    inputs: Inputs<'_>,
    changes: &[Change<'_>],
    module_of: impl Fn(&ObjectId) -> usize,
) -> Result<Option<Reshaped>, Vec<Refusal>> {
    let existing = inputs.previous.tables().map(|table| table.name.clone()).collect();
    let mut world = World {
        before: inputs.previous,
        after: &inputs.declared.schema,
        bodies: inputs.bodies,
        declared: inputs.declared,
        existing: &existing,
        nobody_has: false,
        at_once: false,
        succeeded: Vec::new(),
        rebuilt: Vec::new(),
    };
    let (mut affected, mut refusals, seeds) = seed(&mut world, changes);
    if affected.is_empty() && refusals.is_empty() {
        return Ok(None);
    }
    if let Err(more) = affected.spread(&world) {
        refusals.extend(more);
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let module = seeds.iter().map(&module_of).min().unwrap_or_default();
    let script::Written { step, middle } = script::write(&affected, &world)?;
    Ok(Some(Reshaped { middle, module, step }))
}

/// What changes a type by itself.
fn seed(world: &mut World<'_>, changes: &[Change<'_>]) -> (Affected, Vec<Refusal>, Vec<ObjectId>) {
    let mut affected = Affected::default();
    let mut refusals = Vec::new();
    let mut seeds = Vec::new();
    for change in changes {
        if let Change::Alter(Pair {
            previous: Object::Enum(was),
            next: Object::Enum(is),
        }) = change
            && !is_extended(was, is)
        {
            let old = world.old_name(&was.name);
            world.rebuilt.push((was.name.clone(), old));
            affected.enums.insert(was.name.clone());
            seeds.push(change.id());
        }
    }
    world.succeeded = successions(world, changes);
    for (was, _) in &world.succeeded {
        affected.functions.insert(was.clone());
        seeds.push(was.clone());
    }
    for change in changes {
        match change {
            Change::Alter(Pair {
                previous: Object::Table(previous),
                next: Object::Table(next),
            }) => {
                for column in &previous.columns {
                    let next_column = next.column(&column.name);
                    if next_column
                        .is_some_and(|next| next.generated.is_some() && next.generated != column.generated)
                    {
                        seeds.push(change.id());
                        affected
                            .generated
                            .insert((previous.name.clone(), column.name.clone()));
                        continue;
                    }
                    let Some(to) = next_column.filter(|next| is_retyped(column, next)) else {
                        continue;
                    };
                    seeds.push(change.id());
                    match column::retype(world, &previous.name, column, &to.data_type) {
                        Ok(retype) => {
                            let columns = affected.columns.entry(previous.name.clone()).or_default();
                            columns.insert(column.name.clone(), retype);
                        }
                        Err(refusal) => refusals.push(refusal),
                    }
                }
            }
            Change::Alter(Pair {
                previous: Object::Function(previous),
                next: Object::Function(next),
            }) if !crate::kinds::function::is_replaceable(previous, next)
                && world.is_placeable(&change.id(), change.newest()) =>
            {
                affected.functions.insert(change.id());
                seeds.push(change.id());
            }
            _ => {}
        }
    }
    (affected, refusals, seeds)
}

/// Functions that go while one of the same name comes, if that can come at once.
fn successions(world: &World<'_>, changes: &[Change<'_>]) -> Vec<(ObjectId, ObjectId)> {
    let mut successions: Vec<(ObjectId, ObjectId)> = Vec::new();
    for change in changes {
        let Change::Drop(Object::Function(was)) = change else {
            continue;
        };
        let successor = changes.iter().find(|other| match other {
            Change::Create(Object::Function(is)) => {
                is.name == was.name
                    && !successions.iter().any(|(_, taken)| *taken == other.id())
                    && world.is_placeable(&other.id(), other.newest())
            }
            _ => false,
        });
        successions.extend(successor.map(|successor| (change.id(), successor.id())));
    }
    successions
}

/// A generated column whose expression changes is no column of another type: it is computed anew.
fn is_retyped(previous: &Column, next: &Column) -> bool {
    previous.data_type != next.data_type && previous.generated == next.generated
}

/// Whether labels were only added.
pub(crate) fn is_extended(was: &Enum, is: &Enum) -> bool {
    let kept = is.labels.iter().filter(|label| was.labels.contains(label));
    kept.eq(&was.labels)
}

/// The way back from labels that were added: the enum is built anew without them, once no row has
/// one. Where rows could have one of them is asked first.
///
/// # Errors
///
/// As [`reshape`].
pub(crate) fn without_labels(
    with: &Enum,
    without: &Enum,
    context: &Context<'_>,
) -> Result<(Vec<Statement>, Vec<Statement>), Vec<Refusal>> {
    let mut before = context.previous.clone();
    before.replace(with.clone());
    let existing: BTreeSet<QualifiedName> = before.tables().map(|table| table.name.clone()).collect();
    let mut world = World {
        before: &before,
        after: context.previous,
        bodies: context.bodies,
        declared: context.declared,
        existing: &existing,
        nobody_has: true,
        at_once: true,
        succeeded: Vec::new(),
        rebuilt: Vec::new(),
    };
    let old = world.old_name(&with.name);
    world.rebuilt.push((with.name.clone(), old));
    let mut affected = Affected::default();
    affected.enums.insert(without.name.clone());
    affected.spread(&world)?;
    let script::Written { step, .. } = script::write(&affected, &world)?;
    let guards = affected
        .columns
        .iter()
        .flat_map(|(table, columns)| {
            columns
                .iter()
                .map(move |(column, retype)| (table, column, retype))
        })
        .filter(|(table, column, _)| {
            let table = context.declared.schema.table(table);
            table.is_some_and(|table| table.column(column).is_some())
        })
        .filter_map(|(table, column, retype)| retype.way.check(table, column))
        .collect();
    Ok((step.statements, guards))
}

/// The way back from a generated column that was made plain.
///
/// # Errors
///
/// As [`reshape`].
pub(crate) fn generated_again(
    table: &QualifiedName,
    column: &Column,
    context: &Context<'_>,
) -> Result<Vec<Statement>, Vec<Refusal>> {
    let mut before = context.previous.clone();
    if let Some(mut plain) = context.previous.table(table).cloned() {
        for other in plain.columns.iter_mut().filter(|other| other.name == column.name) {
            other.generated = None;
        }
        before.replace(plain);
    }
    back_from(&before, context, |affected| {
        affected.generated.insert((table.clone(), column.name.clone()));
    })
}

/// The way back from a function that was replaced, where `CREATE OR REPLACE` goes one way alone.
///
/// # Errors
///
/// As [`reshape`].
pub(crate) fn function_back(next: &Function, context: &Context<'_>) -> Result<Vec<Statement>, Vec<Refusal>> {
    let mut before = context.previous.clone();
    before.replace(next.clone());
    back_from(&before, context, |affected| {
        affected.functions.insert(ObjectId::Function(next.signature()));
    })
}

/// The statements that lead from a model back to the one that there was, by way of what is dropped
/// and created again.
fn back_from(
    before: &Schema,
    context: &Context<'_>,
    seed: impl FnOnce(&mut Affected),
) -> Result<Vec<Statement>, Vec<Refusal>> {
    let existing: BTreeSet<QualifiedName> = before.tables().map(|table| table.name.clone()).collect();
    let world = World {
        before,
        after: context.previous,
        bodies: context.bodies,
        declared: context.declared,
        existing: &existing,
        nobody_has: true,
        at_once: true,
        succeeded: Vec::new(),
        rebuilt: Vec::new(),
    };
    let mut affected = Affected::default();
    seed(&mut affected);
    affected.spread(&world)?;
    Ok(script::write(&affected, &world)?.step.statements)
}

/// The models before and after, and what is known of the change.
pub(super) struct World<'w> {
    before: &'w Schema,
    after: &'w Schema,
    bodies: &'w BodyDependencies,
    declared: &'w Declared,
    existing: &'w BTreeSet<QualifiedName>,
    /// Whether a label that goes is one that no row may have, whatever is declared.
    nobody_has: bool,
    /// Whether nothing comes after it, so that all of it must be done at once.
    at_once: bool,
    /// Functions that give way to one of the same name and other arguments, each with that one. While
    /// both stand, a call could mean either.
    succeeded: Vec<(ObjectId, ObjectId)>,
    /// The enums that are built anew, with the name that the old one has meanwhile.
    rebuilt: Vec<(QualifiedName, QualifiedName)>,
}

impl World<'_> {
    fn context(&self) -> Context<'_> {
        Context {
            previous: self.before,
            declared: self.declared,
            bodies: self.bodies,
            existing: self.existing,
        }
    }

    fn types(&self) -> Types<'_> {
        Types {
            before: self.before,
            after: self.after,
        }
    }

    /// An enum that is built anew, as it was and as it will be.
    fn rebuilt(&self, name: &QualifiedName) -> Option<(&Enum, &Enum)> {
        self.rebuilt.iter().find(|(of, _)| of == name)?;
        Some((self.before.enumeration(name)?, self.after.enumeration(name)?))
    }

    /// A type as it is called while an enum is built anew.
    fn before_rebuild(&self, data_type: &DataType) -> DataType {
        let old = data_type
            .user_name()
            .and_then(|name| self.rebuilt.iter().find(|(of, _)| of == name));
        old.map_or_else(|| data_type.clone(), |(_, old)| renamed(data_type, old))
    }

    /// The type that a column has afterwards; its own where it goes.
    fn type_after<'c>(&'c self, table: &QualifiedName, column: &'c Column) -> &'c DataType {
        let next = self
            .after
            .table(table)
            .and_then(|table| table.column(&column.name));
        next.filter(|next| is_retyped(column, next))
            .map_or(&column.data_type, |next| &next.data_type)
    }

    /// A name for the old enum that nothing else has.
    fn old_name(&self, name: &QualifiedName) -> QualifiedName {
        let mut old = name.sibling(default_name(name.name.as_str(), "", "old"));
        let taken = |name: &QualifiedName| {
            [self.before, self.after].iter().any(|schema| {
                schema.enumeration(name).is_some()
                    || schema.table(name).is_some()
                    || schema.contains(&ObjectId::Index(name.clone()))
            })
        };
        while taken(&old) {
            old = old.sibling(default_name(old.name.as_str(), "", "old"));
        }
        old
    }

    /// What becomes of the rows with a label that goes.
    fn fate(&self, of: &Enum, label: &Name) -> Fate {
        if self.nobody_has {
            return Fate::Absent;
        }
        let said = self.declared.removed_labels.get(&of.name);
        match said.and_then(|all| all.iter().find(|removed| removed.label == *label)) {
            Some(removed) => match &removed.into {
                Some(into) if of.labels.contains(into) => Fate::Becomes(into.clone()),
                Some(_) => Fate::Unsaid,
                None => Fate::Absent,
            },
            None => Fate::Unsaid,
        }
    }
}
