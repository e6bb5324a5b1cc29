//! Ways back that PostgreSQL has no statement for: the same machinery, turned round.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{Column, Domain, Enum, Function, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::ObjectId;

use super::affected::Affected;
use super::{World, script};
use crate::kinds::{self, Context, Heirs, Refusal};
use crate::plan::Statement;

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
    type_back(&before, &without.name, context)
}

/// The way back from a domain that became wider, where arrays or composite values of it are stored.
///
/// # Errors
///
/// As [`reshape`].
pub(crate) fn domain_back(
    wide: &Domain,
    context: &Context<'_>,
) -> Result<(Vec<Statement>, Vec<Statement>), Vec<Refusal>> {
    let mut before = context.previous.clone();
    before.replace(wide.clone());
    type_back(&before, &wide.name, context)
}

/// What is known where a type is built anew with all that is made of it.
fn rebuilt<'w>(
    before: &'w Schema,
    name: &QualifiedName,
    existing: &'w BTreeSet<QualifiedName>,
    context: &'w Context<'_>,
) -> World<'w> {
    let mut world = World {
        before,
        after: context.previous,
        bodies: context.bodies,
        declared: context.declared,
        existing,
        nobody_has: true,
        at_once: true,
        succeeded: Vec::new(),
        heirs: Heirs::of(before, context.previous),
        rebuilt: Vec::new(),
        plain: context.plain,
        published: BTreeMap::new(),
    };
    world.rebuild(name);
    world
}

/// A type is built anew as it was, and what asks first whether rows allow it.
fn type_back(
    before: &Schema,
    name: &QualifiedName,
    context: &Context<'_>,
) -> Result<(Vec<Statement>, Vec<Statement>), Vec<Refusal>> {
    let existing: BTreeSet<QualifiedName> = before.tables().map(|table| table.name.clone()).collect();
    let anew = rebuilt(before, name, &existing, context).rebuilt;
    let mut found = before.clone();
    for composite in anew.iter().filter_map(|(name, _)| before.composite(name)) {
        if let Some(next) = context.declared.schema.composite(&composite.name) {
            found.replace(kinds::composite::brought_back(composite, next));
        }
    }
    let world = rebuilt(&found, name, &existing, context);
    let mut affected = Affected::default();
    affected
        .types
        .extend(world.rebuilt.iter().map(|(name, _)| name.clone()));
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
        .filter_map(|(table, column, retype)| retype.way.check(table, column, &world.heirs))
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
        heirs: Heirs::of(before, context.previous),
        rebuilt: Vec::new(),
        plain: context.plain,
        published: BTreeMap::new(),
    };
    let mut affected = Affected::default();
    seed(&mut affected);
    affected.spread(&world)?;
    Ok(script::write(&affected, &world)?.step.statements)
}
