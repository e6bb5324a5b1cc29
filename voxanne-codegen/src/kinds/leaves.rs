//! The indexes of partitions. An index of a partitioned table has one in every partition, which are built
//! beside the writers, under the names that PostgreSQL would choose; then the index of the table adopts them,
//! which takes a moment.

use std::collections::BTreeMap;

use voxanne_schema::expression::{Expression, FunctionName};
use voxanne_schema::model::{Constraint, Index, IndexElement, IndexKey, Partition, Schema};
use voxanne_schema::name::{MAX_NAME_BYTES, Name, QualifiedName, default_name};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::constraint::{adopting, key_index};
use super::index::{concurrent_index, drop_concurrently};
use super::partition::in_depth;
use super::{Context, constraint};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, ident, qualified};

/// Whether a table is partitioned.
pub(super) fn is_partitioned(table: &QualifiedName, context: &Context<'_>) -> bool {
    let schemas = [context.previous, &context.declared.schema];
    let mut tables = schemas.iter().filter_map(|schema| schema.table(table));
    tables.any(|table| table.partition_by.is_some())
}

/// The keys and indexes of a partitioned table, in the order in which a build of the whole makes them.
pub(crate) fn wholes<'s>(table: &QualifiedName, schema: &'s Schema) -> Vec<&'s Object> {
    let keys = schema.constraints_of(table).filter(|key| key.has_index());
    let indexes = schema
        .indexes()
        .filter(|index| index.on.is_table() && index.table == *table);
    let ids = keys
        .map(|key| ObjectId::Constraint(key.id()))
        .chain(indexes.map(|index| ObjectId::Index(index.id())));
    let mut wholes: Vec<&Object> = ids.filter_map(|id| schema.get(&id)).collect();
    wholes.sort_by_key(|object| (matches!(object, Object::Index(_)), !is_primary(object)));
    wholes
}

fn is_primary(object: &Object) -> bool {
    matches!(object, Object::Constraint(key) if key.is_primary_key())
}

/// The names that the indexes of a partition have, where they are known without asking: its own, or those that
/// PostgreSQL gives them, which counts up where a name is taken.
pub(crate) fn part_names<'o>(
    partition: &Partition,
    wholes: impl IntoIterator<Item = &'o Object>,
) -> Vec<Option<Name>> {
    let mut names: Vec<Option<Name>> = Vec::new();
    for whole in wholes {
        let free = own_name(partition, whole).cloned().or_else(|| {
            first_free(&partition.name, whole, |name| {
                names.iter().flatten().any(|other| other == name)
            })
        });
        names.push(free);
    }
    names
}

/// The name that a partition says it calls its part of an index.
fn own_name<'p>(partition: &'p Partition, whole: &Object) -> Option<&'p Name> {
    whole.name().and_then(|whole| partition.index_names.get(whole))
}

/// The parts that a partition calls otherwise than PostgreSQL would, given what it calls them all.
#[must_use]
pub fn own_names(
    partition: &Partition,
    schema: &Schema,
    called: &BTreeMap<Name, Name>,
) -> BTreeMap<Name, Name> {
    let wholes = wholes(&partition.table, schema);
    let plain = Partition {
        index_names: BTreeMap::new(),
        ..partition.clone()
    };
    let usual = part_names(&plain, wholes.iter().copied());
    let mut own = BTreeMap::new();
    for (whole, usual) in wholes.iter().zip(usual) {
        if let Some(name) = whole.name()
            && let Some(called) = called.get(name)
            && Some(called) != usual.as_ref()
        {
            own.insert(name.clone(), called.clone());
        }
    }
    own
}

/// The statements that make the parts that a new partition calls by names of its own, for the indexes of its
/// table to adopt.
pub(super) fn own_parts(partition: &Partition, schema: &Schema) -> Vec<Statement> {
    let wholes = wholes(&partition.table, schema).into_iter();
    let parts = wholes.filter_map(|whole| {
        let name = own_name(partition, whole)?.clone();
        let statement = match whole {
            Object::Index(index) => Statement::owned(sql::create_index(
                &Index {
                    table: partition.qualified_name(),
                    name,
                    ..index.clone()
                },
                false,
            )),
            Object::Constraint(key) => constraint::proving(&Constraint {
                table: partition.qualified_name(),
                name,
                ..key.clone()
            }),
            _ => return None,
        };
        Some(Statement {
            undo: Undo::WithOwner,
            ..statement
        })
    });
    parts.collect()
}

/// The statements that give the parts of the keys that a new table has from the start the names that a partition
/// calls them by.
pub(super) fn own_keys(partition: &Partition, schema: &Schema) -> Vec<Statement> {
    let wholes = wholes(&partition.table, schema);
    let plain = Partition {
        index_names: BTreeMap::new(),
        ..partition.clone()
    };
    let usual = part_names(&plain, wholes.iter().copied());
    let keys = wholes.into_iter().zip(usual);
    let keys = keys.filter(|(whole, _)| matches!(whole, Object::Constraint(_)));
    keys.filter_map(|(whole, usual)| {
        let statement = renaming(&partition.qualified_name(), &usual?, own_name(partition, whole)?);
        Some(Statement {
            undo: Undo::WithOwner,
            ..statement
        })
    })
    .collect()
}

/// The statements that make the parts of a new index which partitions call by names of their own, the innermost
/// first, for it to adopt.
pub(super) fn named_parts(index: &Index, schema: &Schema) -> Vec<Statement> {
    let whole = Object::from(index.clone());
    let partitions = in_depth(&index.table, None, schema).into_iter().rev();
    let parts = partitions.filter_map(|partition| {
        let part = Index {
            table: partition.qualified_name(),
            name: own_name(partition, &whole)?.clone(),
            ..index.clone()
        };
        let create = Statement::owned(sql::create_index(&part, false));
        Some(Statement {
            undo: Undo::WithOwner,
            ..create
        })
    });
    parts.collect()
}

/// The first name of the part of an index that is free.
fn first_free(partition: &Name, whole: &Object, is_taken: impl Fn(&Name) -> bool) -> Option<Name> {
    let mut count = 0;
    loop {
        let name = part_name(partition, whole, count)?;
        if !is_taken(&name) {
            return Some(name);
        }
        count += 1;
    }
}

/// The name of the part of an index, once so many others of that name are there.
fn part_name(partition: &Name, whole: &Object, count: usize) -> Option<Name> {
    let (parts, suffix) = match whole {
        Object::Constraint(key) if key.is_primary_key() => (Vec::new(), "pkey"),
        Object::Constraint(key) => {
            let columns = key.key_columns().iter().map(ToString::to_string);
            (columns.collect(), "key")
        }
        Object::Index(index) => {
            let parts: Option<Vec<String>> = attributes(index).into_iter().collect();
            (parts?, "idx")
        }
        _ => return None,
    };
    Some(match count {
        0 => named(partition, &parts, suffix),
        count => named(partition, &parts, &format!("{suffix}{count}")),
    })
}

/// What PostgreSQL calls the columns that an index itself has, where that is known without asking.
pub(crate) fn attributes(index: &Index) -> Vec<Option<String>> {
    let mut parts: Vec<Option<String>> = Vec::new();
    let included = index.include.iter().map(|name| Some(name.to_string()));
    for part in index.keys.iter().map(key_name).chain(included) {
        let mut unique = part.clone();
        let mut count = 0;
        while unique.is_some() && parts.contains(&unique) {
            count += 1;
            unique = part.as_ref().map(|part| format!("{part}{count}"));
        }
        parts.push(unique);
    }
    parts
}

/// PostgreSQL stops at the name that fills the room for one.
fn named(partition: &Name, parts: &[String], suffix: &str) -> Name {
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(part);
        if joined.len() > MAX_NAME_BYTES {
            break;
        }
    }
    default_name(partition.as_str(), &joined, suffix)
}

/// What PostgreSQL calls a key of an index: the column, or the function that is called.
fn key_name(key: &IndexKey) -> Option<String> {
    match &key.element {
        IndexElement::Column(name) => Some(name.to_string()),
        IndexElement::Expression(expression) => figured(expression).map(str::to_owned),
    }
}

fn figured(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Column(name) => Some(name.as_str()),
        Expression::Call { function, .. } => Some(match function {
            FunctionName::System(name) => name.as_str(),
            FunctionName::User(signature) => signature.name.name.as_str(),
        }),
        Expression::Cast { value, .. } => match value.as_ref() {
            Expression::Column(_) | Expression::Call { .. } | Expression::Cast { .. } => figured(value),
            _ => None,
        },
        Expression::Raw { .. } | Expression::Literal(_) | Expression::Once(_) => None,
        _ => Some("expr"),
    }
}

/// The partitions without partitions of their own that stay, in which indexes hold rows.
fn leaves<'c>(table: &QualifiedName, context: &'c Context<'_>) -> Vec<&'c Partition> {
    let stays = |partition: &&Partition| {
        let next = context.declared.schema.partition(table, &partition.name);
        partition.partition_by.is_none() && next.is_some()
    };
    in_depth(table, None, context.previous)
        .into_iter()
        .filter(stays)
        .collect()
}

/// The names that the indexes of a partition have until all that changes has changed: those that stay keep
/// theirs, and the new ones get such as are free meanwhile.
fn names_meanwhile(partition: Pair<&Partition>, was: &[&Object], is: &[&Object]) -> Vec<Option<Name>> {
    let before = part_names(partition.previous, was.iter().copied());
    let mut names: Vec<Option<Name>> = Vec::new();
    for whole in is {
        let (id, place) = (whole.id(), was.iter().position(|other| other.id() == whole.id()));
        let own = place.and_then(|place| before[place].clone());
        let stays = place.is_some_and(|place| {
            parts_alike(was[place], whole) || before[place].is_some() && was[place] == *whole
        });
        // A table has one primary key at a time: the former is gone when PostgreSQL makes the parts of the next.
        let is_former =
            |other: &Object| partition.next.partition_by.is_some() && is_primary(other) && is_primary(whole);
        let others = was.iter().zip(&before);
        let others = others.filter(|(other, _)| other.id() != id && !is_former(other));
        let others: Vec<&Name> = others.filter_map(|(_, name)| name.as_ref()).collect();
        let taken = |name: &Name| others.contains(&name) || names.iter().flatten().any(|other| other == name);
        // PostgreSQL itself makes the parts inside which there are others.
        let said = own_name(partition.next, whole)
            .filter(|name| partition.next.partition_by.is_none() && !taken(name));
        let name = match said {
            _ if stays => own,
            Some(said) => Some(said.clone()),
            None => first_free(&partition.next.name, whole, taken),
        };
        names.push(name);
    }
    names
}

/// Whether two forms of an index have parts of the same name.
fn parts_alike(was: &Object, is: &Object) -> bool {
    let partition = Name::new("part");
    part_name(&partition, was, 0) == part_name(&partition, is, 0)
}

/// The name that the part of a new index is built under.
fn name_meanwhile(whole: &ObjectId, partition: &Partition, context: &Context<'_>) -> Option<Name> {
    let was = wholes(&partition.table, context.previous);
    let is = wholes(&partition.table, &context.declared.schema);
    let next = context
        .declared
        .schema
        .partition(&partition.table, &partition.name);
    let pair = Pair {
        previous: partition,
        next: next.unwrap_or(partition),
    };
    let names = names_meanwhile(pair, &was, &is);
    let place = is.iter().position(|object| object.id() == *whole)?;
    names.into_iter().nth(place).flatten()
}

/// The name that the part of an index has that there is.
fn name_before(whole: &ObjectId, partition: &Partition, context: &Context<'_>) -> Option<Name> {
    let was = wholes(&partition.table, context.previous);
    let place = was.iter().position(|object| object.id() == *whole)?;
    part_names(partition, was).into_iter().nth(place).flatten()
}

/// The statements that give the indexes of partitions the names of a build of the whole, once all that changes
/// has changed.
pub(crate) fn settled_names(table: &QualifiedName, was: &Schema, is: &Schema) -> Vec<Statement> {
    let (before, after) = (wholes(table, was), wholes(table, is));
    let mut statements = Vec::new();
    for partition in is.partitions_of(table) {
        let Some(previous) = was.partition(table, &partition.name) else {
            continue;
        };
        let pair = Pair {
            previous,
            next: partition,
        };
        let from = names_meanwhile(pair, &before, &after);
        let to = part_names(partition, after.iter().copied());
        let pairs = from.into_iter().zip(to);
        let pairs = pairs
            .filter_map(|(from, to)| from.zip(to))
            .filter(|(from, to)| from != to);
        let on = partition.qualified_name();
        for (from, to) in in_turn(pairs.collect()) {
            statements.push(renaming(&on, &from, &to));
        }
    }
    if let Some(first) = statements.first_mut() {
        first.reason =
            Some("The names that a build of the whole would give, now that they are free.".to_owned());
    }
    statements
}

/// Renames in an order in which every name is free; one of a ring makes room first.
fn in_turn(mut pairs: Vec<(Name, Name)>) -> Vec<(Name, Name)> {
    let mut order = Vec::new();
    while !pairs.is_empty() {
        let is_free = |(_, to): &(Name, Name)| !pairs.iter().any(|(from, _)| from == to);
        if let Some(place) = pairs.iter().position(is_free) {
            order.push(pairs.remove(place));
        } else if let Some((from, _)) = pairs.first_mut() {
            let aside = default_name(from.as_str(), "", "outgoing");
            order.push((std::mem::replace(from, aside.clone()), aside));
        }
    }
    order
}

pub(crate) fn renaming(partition: &QualifiedName, from: &Name, to: &Name) -> Statement {
    let sql = |from: &Name, to: &Name| {
        format!(
            "ALTER INDEX {} RENAME TO {};",
            qualified(&partition.sibling(from.clone())),
            ident(to)
        )
    };
    Statement::new(sql(from, to), sql(to, from)).locks(LockMode::ShareUpdateExclusive, partition)
}

/// The index of one partition, under the name that it has meanwhile.
fn leaf(index: &Index, partition: &Partition, context: &Context<'_>) -> Option<Index> {
    Some(Index {
        table: partition.qualified_name(),
        name: name_meanwhile(&ObjectId::Index(index.id()), partition, context)?,
        ..index.clone()
    })
}

/// The steps that build an index of a partitioned table beside its writers; none where the names of the
/// parts are not known.
pub(super) fn index_steps(index: &Index, context: &Context<'_>) -> Option<Vec<Step>> {
    let parts: Option<Vec<Index>> = leaves(&index.table, context)
        .into_iter()
        .map(|partition| leaf(index, partition, context))
        .collect();
    let parts = parts?;
    let mut steps: Vec<Step> = parts.iter().map(build).collect();
    let drop = Statement::owned(drop_sql(index)).locks(LockMode::AccessExclusive, &index.table);
    let mut adopt = Statement::with_undo(sql::create_index(index, false), Undo::Statements(vec![drop]))
        .locks(LockMode::Share, &index.table);
    if !parts.is_empty() {
        adopt =
            adopt.because("The indexes of the partitions become its parts, so that nothing is built here.");
    }
    steps.push(Step::new(
        Stage::Constrain,
        vec![adopt],
        vec![Delta::create(index.clone())],
    ));
    Some(steps)
}

fn build(part: &Index) -> Step {
    let undo = Undo::Statements(vec![drop_concurrently(part)]);
    let build = Statement {
        undo,
        ..concurrent_index(part)
    };
    Step::new(Stage::Index, vec![build], Vec::new())
}

fn drop_sql(index: &Index) -> String {
    format!("DROP INDEX {};", qualified(&index.qualified_name()))
}

/// The end of an index of a partitioned table, of which PostgreSQL has no form beside readers.
pub(super) fn dropping(index: &Index, context: &Context<'_>) -> Statement {
    let parts: Vec<Statement> = leaves(&index.table, context)
        .into_iter()
        .filter_map(|partition| {
            let name = name_before(&ObjectId::Index(index.id()), partition, context)?;
            Some(concurrent_index(&Index {
                table: partition.qualified_name(),
                name,
                ..index.clone()
            }))
        })
        .collect();
    let whole = Statement::owned(sql::create_index(index, false)).locks(LockMode::Share, &index.table);
    let back = parts.into_iter().chain([whole]).collect();
    Statement::with_undo(drop_sql(index), Undo::Statements(back))
        .locks(LockMode::AccessExclusive, &index.table)
}

/// The steps that make a key of a partitioned table beside its writers.
pub(super) fn key_steps(key: &Constraint, context: &Context<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut adopt = Vec::new();
    let id = ObjectId::Constraint(key.id());
    for partition in leaves(&key.table, context) {
        let Some(name) = name_meanwhile(&id, partition, context) else {
            continue;
        };
        let part = Constraint {
            table: partition.qualified_name(),
            name,
            ..key.clone()
        };
        steps.push(build(&key_index(&part)));
        let drop = constraint::dropping(&part);
        let statement = Statement::with_undo(
            format!(
                "ALTER TABLE {}\n    {};",
                qualified(&part.table),
                adopting(&part, &part.name)
            ),
            Undo::Statements(vec![drop]),
        );
        adopt.push(statement.locks(LockMode::AccessExclusive, &part.table));
    }
    // What the table's own key takes along when it goes is no key of its own any more.
    for statement in &mut adopt {
        statement.undo = Undo::WithOwner;
    }
    if let Some(first) = adopt.first_mut() {
        first.reason =
            Some("The indexes become keys of the partitions, and these the key of the table.".to_owned());
    }
    adopt.push(constraint::adding(key));
    steps.push(Step::new(
        Stage::Constrain,
        adopt,
        vec![Delta::create(key.clone())],
    ));
    steps
}

/// What brings a key of a partitioned table back. Where PostgreSQL would count up, its parts come first, under the
/// names that they had.
pub(super) fn key_back(key: &Constraint, context: &Context<'_>) -> Vec<Statement> {
    let id = ObjectId::Constraint(key.id());
    let mut statements = Vec::new();
    for partition in leaves(&key.table, context) {
        let Some(name) = name_before(&id, partition, context) else {
            continue;
        };
        let own = part_name(&partition.name, &Object::from(key.clone()), 0);
        let others = [context.previous, &context.declared.schema];
        let mut others = others.iter().flat_map(|schema| wholes(&key.table, schema));
        let alone = !others.any(|other| other.id() != id && part_name(&partition.name, other, 0) == own);
        if !alone || partition.index_names.contains_key(&key.name) {
            let part = Constraint {
                table: partition.qualified_name(),
                name,
                ..key.clone()
            };
            statements.push(constraint::proving(&part));
        }
    }
    statements.push(constraint::proving(key));
    statements
}

/// Whether a constraint is a foreign key of a partitioned table, which PostgreSQL cannot prove later.
pub(crate) fn is_proven_at_once(constraint: &Constraint, schema: &Schema) -> bool {
    let table = schema.table(&constraint.table);
    constraint.foreign_key().is_some() && table.is_some_and(|table| table.partition_by.is_some())
}

/// What such a proof means to others.
pub(crate) fn waiting(key: &Constraint) -> String {
    format!(
        "writers of {} wait while `{}` is proven: PostgreSQL has no NOT VALID for a foreign key of a partitioned table",
        key.table, key.name
    )
}

/// A foreign key of a partitioned table.
pub(super) fn foreign_key(key: &Constraint) -> Step {
    let statement = constraint::proving(key).hazard(HazardKind::BlocksWriters, waiting(key));
    Step::new(
        Stage::Constrain,
        vec![statement],
        vec![Delta::create(key.clone())],
    )
}
