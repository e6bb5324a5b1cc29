//! Partitions: what can be partitioned, what a key must hold there, and which rows belong where.

use std::cmp::Ordering;

use super::bounds::{self, overlap};
use super::facts::{Facts, TableFacts};
use super::findings::{Findings, list, quoted};
use crate::diagnostic::Code;
use crate::model::{
    Constraint, ConstraintDefinition, Index, IndexKey, Partition, PartitionBound, PartitionKey,
    PartitionMethod, Transitions, Trigger, TriggerLevel,
};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// What a table says of its partitioning, and its partitions among themselves.
pub(super) fn check_table(own: &TableFacts<'_>, findings: &mut Findings) {
    let Some(key) = &own.table.partition_by else {
        return;
    };
    let table = &own.table.name;
    let id = || ObjectId::Table(table.clone());
    check_key(own, key, id, findings);
    let storage = &own.table.storage;
    if !storage.parameters.is_empty() || storage.unlogged || !storage.replica_identity.is_default() {
        let message = format!("`{table}` is partitioned and has no storage of its own");
        let help = "take `r.with(…)`, `r.unlogged()` and `r.replica_identity_…()` away: a partitioned table holds no rows itself";
        findings.report(Code::InvalidRule, id(), message, help);
    }
    if own.partitions.is_empty() {
        let message = format!("`{table}` is partitioned and has no partition: no row can be inserted");
        let help = match key.method {
            PartitionMethod::Range => "declare one: `r.partition(\"…\").range(…, …)`, or `.default()`",
            PartitionMethod::List => "declare one: `r.partition(\"…\").values([…])`, or `.default()`",
            PartitionMethod::Hash => {
                "declare them: `r.partition(\"…\").hash(4, 0)` and so on to `.hash(4, 3)`"
            }
        };
        findings.report(Code::NoPartition, id(), message, help);
    }
    siblings(own, None, findings);
    for partition in own.partitions.iter().filter(|it| it.partition_by.is_some()) {
        siblings(own, Some(&partition.name), findings);
    }
}

/// What a key of a table or a partition is made of.
fn check_key(own: &TableFacts<'_>, key: &PartitionKey, id: impl Fn() -> ObjectId, findings: &mut Findings) {
    if key.method == PartitionMethod::List && key.elements.len() > 1 {
        let message = format!("{} is partitioned by a list of several columns", id());
        let help =
            "a list has one column: take `range(…)`, or partition each partition again: `.by_list(…, |p| …)`";
        findings.report(Code::InvalidRule, id(), message, help);
    }
    let generated = key
        .columns()
        .filter_map(|name| own.columns.get(name))
        .filter(|column| column.generated.is_some());
    for column in generated {
        let message = format!("{} is partitioned by `{}`, which is generated", id(), column.name);
        let help = "PostgreSQL knows the value of a generated column only after it has chosen the partition: take the columns that it is made of";
        findings.report(Code::InvalidRule, id(), message, help);
    }
}

/// Every key of a table and its partitions.
fn keys<'t>(own: &'t TableFacts<'_>) -> impl Iterator<Item = &'t PartitionKey> {
    let nested = own.partitions.iter().filter_map(|it| it.partition_by.as_ref());
    own.table.partition_by.iter().chain(nested)
}

/// The columns that tell partitions apart and that a key lacks.
fn lacking<'t>(own: &'t TableFacts<'_>, columns: &[Name]) -> Vec<&'t Name> {
    let mut lacking: Vec<&Name> = Vec::new();
    for name in keys(own).flat_map(PartitionKey::columns) {
        if !columns.contains(name) && !lacking.contains(&name) {
            lacking.push(name);
        }
    }
    lacking
}

fn unique(own: &TableFacts<'_>, id: ObjectId, columns: &[Name], findings: &mut Findings) {
    let table = &own.table.name;
    if keys(own).flat_map(PartitionKey::expressions).next().is_some() {
        let message = format!("{id} cannot be unique, for `{table}` is partitioned by an expression");
        let help = "PostgreSQL keeps values apart within a partition alone: partition by columns, and put them into the key";
        findings.report(Code::InvalidRule, id, message, help);
        return;
    }
    let lacking = lacking(own, columns);
    if lacking.is_empty() {
        return;
    }
    let message = format!(
        "{id} lacks {}, by which `{table}` is partitioned",
        quoted(lacking.iter())
    );
    let all: Vec<&Name> = columns.iter().chain(lacking).collect();
    let help = format!(
        "PostgreSQL keeps values apart within a partition alone: put it into the key, `({})`",
        list(all)
    );
    findings.report(Code::InvalidRule, id, message, help);
}

/// What a constraint of a partitioned table must be.
pub(super) fn check_constraint(
    own: Option<&TableFacts<'_>>,
    constraint: &Constraint,
    findings: &mut Findings,
) {
    let Some(own) = own.filter(|own| own.table.partition_by.is_some()) else {
        return;
    };
    let id = ObjectId::Constraint(constraint.id());
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
            unique(own, id, columns, findings);
        }
        ConstraintDefinition::Exclude(_) => {
            let message = format!("{id} is an exclusion, which PostgreSQL cannot keep across partitions");
            let help = "before version 17 a partitioned table has none: take a unique key, or a table without partitions";
            findings.report(Code::InvalidRule, id, message, help);
        }
        ConstraintDefinition::ForeignKey(_) if !constraint.validated => {
            let message = format!("{id} is not valid, which a foreign key of a partitioned table cannot be");
            let help = "take `.not_valid()` away, and mend the rows before";
            findings.report(Code::InvalidRule, id, message, help);
        }
        ConstraintDefinition::Check(_) if constraint.no_inherit => {
            let message = format!(
                "{id} is about the rows of `{}` alone, which is partitioned and has none",
                constraint.table
            );
            let help = "take `.no_inherit()` away: each partition has the checks of its table";
            findings.report(Code::InvalidRule, id, message, help);
        }
        ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Check(_) => {}
    }
}

/// What an index of a partitioned table must be.
pub(super) fn check_index(own: Option<&TableFacts<'_>>, index: &Index, findings: &mut Findings) {
    let Some(own) = own.filter(|own| own.table.partition_by.is_some()) else {
        return;
    };
    let id = ObjectId::Index(index.id());
    if index.replica_identity {
        let message = format!(
            "{id} is the replica identity of `{}`, which is partitioned",
            index.table
        );
        let help =
            "take `.replica_identity()` away: a partitioned table has no rows that a subscriber could know";
        findings.report(Code::InvalidRule, id.clone(), message, help);
    }
    if index.unique {
        let columns: Vec<Name> = index
            .keys
            .iter()
            .filter_map(IndexKey::column_name)
            .cloned()
            .collect();
        unique(own, id, &columns, findings);
    }
}

/// What a trigger of a partitioned table cannot see.
pub(super) fn check_trigger(facts: &Facts<'_>, trigger: &Trigger, findings: &mut Findings) {
    let own = facts.table(&trigger.table);
    let partitioned = own.is_some_and(|own| own.table.partition_by.is_some());
    if partitioned && trigger.level == TriggerLevel::Row && trigger.transitions != Transitions::default() {
        let id = ObjectId::Trigger(trigger.id());
        let message = format!("{id} has transition tables and fires for each row of a partitioned table");
        let help = "let it fire for each statement: `.for_each_statement()`";
        findings.report(Code::InvalidRule, id, message, help);
    }
}

/// What a partition holds, by itself.
pub(super) fn check(facts: &Facts<'_>, partition: &Partition, findings: &mut Findings) {
    let Some(own) = facts.table(&partition.table) else {
        return;
    };
    let id = || ObjectId::Partition(partition.id());
    if let Some(key) = &partition.partition_by {
        check_key(own, key, id, findings);
        if !own
            .partitions
            .iter()
            .any(|it| it.within.as_ref() == Some(&partition.name))
        {
            let message = format!(
                "{} is partitioned and has no partition: no row can be inserted",
                id()
            );
            let help = "declare one where it is partitioned: `|p| { p.partition(\"…\")…; }`";
            findings.report(Code::NoPartition, id(), message, help);
        }
    }
    match parent_key(own, partition) {
        Some(key) => check_bound(own, key, partition, findings),
        None => {
            let message = format!(
                "{} is a part of `{}`, which is not partitioned",
                id(),
                partition.parent()
            );
            let help = "say by what it is: `#[table(partition_by = range(…))]`, or `.by_range(…, |p| …)`";
            findings.report(Code::InvalidRule, id(), message, help);
        }
    }
}

/// The key by which a partition is one of several.
fn parent_key<'t>(own: &'t TableFacts<'_>, partition: &Partition) -> Option<&'t PartitionKey> {
    match &partition.within {
        None => own.table.partition_by.as_ref(),
        Some(within) => {
            let parent = own.partitions.iter().find(|it| it.name == *within)?;
            parent.partition_by.as_ref()
        }
    }
}

fn check_bound(own: &TableFacts<'_>, key: &PartitionKey, partition: &Partition, findings: &mut Findings) {
    let id = || ObjectId::Partition(partition.id());
    let mut refuse = |message: String, help: &str| findings.report(Code::InvalidRule, id(), message, help);
    let arity = key.elements.len();
    match (&partition.bound, key.method) {
        (PartitionBound::Range { from, to }, PartitionMethod::Range) => {
            if from.len() != arity || to.len() != arity {
                refuse(
                    format!("an end of {} has not one value for each of {arity} columns", id()),
                    "give a tuple of as many values as the key has columns",
                );
            } else if bounds::leaves_infinity(from) || bounds::leaves_infinity(to) {
                refuse(
                    format!("an end of {} has a value behind `Minimum` or `Maximum`", id()),
                    "what stands behind `Minimum` is `Minimum` too, and so is `Maximum`",
                );
            } else if bounds::order(from, to).is_some_and(|order| order != Ordering::Less) {
                refuse(
                    format!("{} ends where it begins, or before", id()),
                    "the lower end is in the range and the upper is not: `.range(lower, upper)`",
                );
            }
        }
        (PartitionBound::List(values), PartitionMethod::List) => {
            if values.is_empty() {
                refuse(format!("{} has no values", id()), "name them: `.values([…])`");
            }
            if partition.bound.holds_null() && !accepts_null(own, key) {
                refuse(
                    format!("{} holds null, which its column does not accept", id()),
                    "take `.and_null()` away, or make the column an `Option`",
                );
            }
        }
        (PartitionBound::Hash { modulus, remainder }, PartitionMethod::Hash) => {
            if remainder >= modulus {
                refuse(
                    format!("{} has the remainder {remainder} of {modulus}", id()),
                    "a remainder is below the modulus: `.hash(4, 0)` to `.hash(4, 3)`",
                );
            }
        }
        (PartitionBound::Default, PartitionMethod::Range | PartitionMethod::List) => {}
        _ => refuse(
            format!(
                "{} does not say which rows it holds by {}",
                id(),
                key.method.word()
            ),
            "say it by the method of what it is a part of: `.range(…)`, `.values(…)` or `.hash(…)`; there is no default by hash",
        ),
    }
    for text in partition.bound.values().filter_map(bounds::no_moment) {
        refuse(
            format!("{} has the bound `{text}`, which is no moment", id()),
            "write it in the form of ISO 8601: `2026-01-31`, `2026-01-31T12:00:00Z`",
        );
    }
}

fn accepts_null(own: &TableFacts<'_>, key: &PartitionKey) -> bool {
    let mut columns = key.columns().filter_map(|name| own.columns.get(name));
    columns.all(|column| column.nullable)
}

/// The partitions of one table or partition, among themselves.
fn siblings(own: &TableFacts<'_>, within: Option<&Name>, findings: &mut Findings) {
    let of_parent: Vec<&Partition> = own
        .partitions
        .iter()
        .copied()
        .filter(|it| it.within.as_ref() == within)
        .collect();
    for (place, second) in of_parent.iter().enumerate() {
        let id = ObjectId::Partition(second.id());
        for first in of_parent.iter().take(place) {
            if let Some((what, help)) = overlap(&first.bound, &second.bound) {
                let message = format!("{id} and the partition `{}` {what}", first.name);
                findings.report(Code::InvalidRule, id.clone(), message, help);
            }
        }
    }
}
