//! The indexes of partitions. An index of a partitioned table has one in every partition, which are built
//! beside the writers, under the names that PostgreSQL would choose; then the index of the table adopts them,
//! which takes a moment.

use voxanne_schema::expression::{Expression, FunctionName};
use voxanne_schema::model::{Constraint, Index, IndexElement, IndexKey, Partition, Schema};
use voxanne_schema::name::{MAX_NAME_BYTES, Name, QualifiedName, default_name};

use super::constraint::{adopting, key_index};
use super::index::{concurrent_index, drop_concurrently};
use super::partition::in_depth;
use super::{Context, constraint};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, qualified};

/// Whether a table is partitioned.
pub(super) fn is_partitioned(table: &QualifiedName, context: &Context<'_>) -> bool {
    let schemas = [context.previous, &context.declared.schema];
    let mut tables = schemas.iter().filter_map(|schema| schema.table(table));
    tables.any(|table| table.partition_by.is_some())
}

/// The name that PostgreSQL gives the index of a partition, where it is known without asking.
pub(crate) fn index_name(partition: &Name, index: &Index) -> Option<Name> {
    let parts: Option<Vec<String>> = attributes(index).into_iter().collect();
    Some(named(partition, &parts?, "idx"))
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

/// The name that PostgreSQL gives the key of a partition.
pub(crate) fn key_name_of(partition: &Name, key: &Constraint) -> Name {
    if key.is_primary_key() {
        return default_name(partition.as_str(), "", "pkey");
    }
    let parts: Vec<String> = key.key_columns().iter().map(ToString::to_string).collect();
    named(partition, &parts, "key")
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

/// The names of the indexes that a partition has, but for that of the one whose name a new one takes: it goes
/// first.
fn taken(schema: &Schema, partition: &Partition, new: &Index) -> Vec<Name> {
    let indexes = schema
        .indexes()
        .filter(|index| index.table == partition.table && index.name != new.name);
    let indexes = indexes.filter_map(|index| index_name(&partition.name, index));
    let keys = schema
        .constraints_of(&partition.table)
        .filter(|key| key.has_index());
    indexes
        .chain(keys.map(|key| key_name_of(&partition.name, key)))
        .collect()
}

/// The index of one partition, under the name that a build of the whole would have given it.
fn leaf(index: &Index, partition: &Partition, context: &Context<'_>) -> Option<Index> {
    let base = index_name(&partition.name, index)?;
    let taken = taken(context.previous, partition, index);
    // PostgreSQL counts up where a name is taken.
    let same = taken.iter().filter(|name| **name == base).count();
    let name = match same {
        0 => base,
        count => Name::new(format!("{base}{count}")),
    };
    Some(Index {
        table: partition.qualified_name(),
        name,
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
            // Its own name among those that are taken is its own.
            let name = index_name(&partition.name, index)?;
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
    for partition in leaves(&key.table, context) {
        let part = Constraint {
            table: partition.qualified_name(),
            name: key_name_of(&partition.name, key),
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
