//! Verification: plain SQL that raises one error, listing everything that a migration made and
//! that is now missing or different.
//!
//! Our text is never compared with the catalog's spelling. Whatever holds an expression is created
//! once more in `pg_temp`, as a twin, and the catalog's spelling of both is compared. What holds
//! none (grants, comments, foreign keys, row-level security) is a fact in a list. Both are data in
//! the file; the comparison that follows them, [`compare`], is the same text for the same kinds.
//!
//! Not checked: what the model does not have (privileges on enums), and roles, which belong to the cluster.

mod comment;
mod compare;
mod composite;
mod constraint;
mod database;
mod domain;
mod enumeration;
mod expected;
mod extension;
mod function;
mod grant;
mod index;
mod label;
mod namespace;
mod owner;
mod ownership;
mod partition;
mod policy;
mod publication;
mod role;
mod routine;
mod row_security;
mod sequence;
mod sequence_owner;
mod statistics;
mod table;
#[cfg(test)]
mod tests;
mod trigger;
mod verbatim;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::dispatch;
use voxanne_schema::model::{Schema, Tenancy};
use voxanne_schema::object::{Object, ObjectId, ObjectKind};

use crate::kinds::partition::moved::standing_alone;
use crate::plan::Delta;
use crate::sql::literal;
use expected::{Expected, State};
use owner::{Place, Touched, adopted};

/// What a migration did to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It was not there before, or not as the same object.
    Created,
    /// It was there before. What of it is not touched is nobody's concern here.
    Changed,
}

/// What changes touch, and how.
pub(crate) fn touched<'d>(changes: impl IntoIterator<Item = &'d Delta>) -> BTreeMap<ObjectId, Touch> {
    let mut touched = BTreeMap::new();
    for change in changes {
        if let Delta::Create(_) = change {
            touched.insert(change.id(), Touch::Created);
        } else {
            touched.entry(change.id()).or_insert(Touch::Changed);
        }
        if let Delta::Rename(rename) = change {
            touched.entry(rename.from.object()).or_insert(Touch::Changed);
        }
    }
    touched
}

/// The text of `verify/<name>.sql`, which raises when anything that a migration touched is missing
/// or different. `schema` is the model after the migration: what it lacks was dropped.
///
/// The error that lists the differences has the SQLSTATE `VX001`; with any other, nothing could be
/// verified. After either one the caller has to roll back.
#[must_use]
pub fn verify(name: &str, touched: &BTreeMap<ObjectId, Touch>, schema: &Schema) -> String {
    let objects: Vec<Touched<'_>> = touched.keys().map(|id| (id, schema.get(id))).collect();
    let adopted = adopted(&objects);
    let became_partition = became_partition(touched, schema);
    let is_adopted = |id: &ObjectId| matches!(id, ObjectId::Index(index) if adopted.contains(index));
    let objects = objects.into_iter().filter(|(id, object)| {
        object.is_some()
            || !(is_adopted(id)
                || has_namesake(id, schema)
                || goes_with_view(id, touched, schema)
                || became_partition.contains(id))
    });
    let is_created = |id: &ObjectId| touched.get(id) == Some(&Touch::Created);
    file(name, &expectations(objects, is_created, schema))
}

/// Whether something of another kind has the name now, and would be taken for what is gone.
fn has_namesake(id: &ObjectId, schema: &Schema) -> bool {
    match id {
        ObjectId::Index(name) => schema.table(name).is_some(),
        ObjectId::Sequence(name) => schema.table(name).is_some() || schema.identity_called(name).is_some(),
        ObjectId::Table(name) => schema.contains(&ObjectId::Index(name.clone())),
        _ => false,
    }
}

/// The tables that are partitions now, with what they brought along: it is still there, as a part of
/// another table's.
fn became_partition(touched: &BTreeMap<ObjectId, Touch>, schema: &Schema) -> BTreeSet<ObjectId> {
    let partitions = touched.keys().filter_map(|id| match id {
        ObjectId::Partition(member) => schema.partition(&member.table, &member.name),
        _ => None,
    });
    let alone =
        partitions.filter_map(|partition| standing_alone(partition, &Tenancy::Unclassified, schema).ok());
    alone.flatten().map(|object| object.id()).collect()
}

/// Whether a trigger is gone with the view that it was on.
fn goes_with_view(id: &ObjectId, touched: &BTreeMap<ObjectId, Touch>, schema: &Schema) -> bool {
    let ObjectId::Trigger(trigger) = id else {
        return false;
    };
    let view = ObjectId::View(trigger.table.clone());
    touched.contains_key(&view) && !schema.contains(&view)
}

/// The same for a whole model: raises when anything of it is missing or different, or when more
/// stands on its tables and functions than is declared.
#[must_use]
pub fn verify_all(schema: &Schema, title: &str) -> String {
    let all = schema.objects().map(|(id, object)| (id, Some(object)));
    file(title, &expectations(all, |_| true, schema))
}

/// What every kind says of an object that must be there.
trait Expect {
    /// Adds what must be so to what is expected of the object's owner.
    fn expect<'s>(&'s self, into: &mut Expected<'s>);
}

fn expect<'s>(object: &'s Object, into: &mut Expected<'s>) {
    dispatch!(object, inner => inner.expect(into));
}

/// What is expected of every object that stands by itself, in the order of creation.
fn expectations<'s>(
    touched: impl Iterator<Item = Touched<'s>>,
    is_created: impl Fn(&ObjectId) -> bool,
    schema: &'s Schema,
) -> Vec<Expected<'s>> {
    // What is carried as SQL is told by nothing but that, which no catalog keeps.
    let mut parts: Vec<(Place<'s>, Touched<'s>)> = touched
        .filter(|(id, _)| id.kind() != ObjectKind::Verbatim)
        .filter_map(|touched| Some((Place::of(touched, schema)?, touched)))
        .collect();
    parts.sort_by_key(|(place, _)| place.owner);
    parts
        .chunk_by(|(a, _), (b, _)| a.owner == b.owner)
        .map(|parts| expectation(parts, &is_created, schema))
        .collect()
}

fn expectation<'s>(
    parts: &[(Place<'s>, Touched<'s>)],
    is_created: impl Fn(&ObjectId) -> bool,
    schema: &'s Schema,
) -> Expected<'s> {
    let owner = parts[0].0.owner;
    let state = match parts.iter().find(|(place, _)| place.itself) {
        None => State::Existing,
        Some((_, (_, None))) => State::Dropped,
        Some((_, (id, _))) if is_created(id) => State::Created,
        Some(_) => State::Altered,
    };
    let mut expected = Expected::new(owner, state);
    let table = parts.iter().find_map(|(_, (id, object))| match id {
        ObjectId::Partition(member) if object.is_some() => schema.table(&member.table),
        _ => None,
    });
    if let Some(table) = table {
        let partitions = crate::kinds::partition::in_depth(&table.name, None, schema);
        partition::expect_all(table, &partitions, &mut expected);
    }
    for (_, (id, object)) in parts {
        match object {
            Some(object) => expect(object, &mut expected),
            None => expected.gone(id),
        }
    }
    expected
}

fn file(name: &str, all: &[Expected<'_>]) -> String {
    let mut text =
        format!("-- Verifies {name}: generated by voxanne; change the definitions, not this file.\n");
    if all.is_empty() {
        text.push_str("-- It changes rows alone, which leaves nothing to verify.\n\nBEGIN;\nROLLBACK;\n");
        return text;
    }
    text.push_str(
        "-- Run it as the owner of the objects: psql -v ON_ERROR_STOP=1 -f
-- It builds twins of what must be there in pg_temp (for which it needs TEMPORARY on the database),
-- compares them with what is there, and raises one error that lists all that is missing or different.
-- It changes nothing: it ends in ROLLBACK, and with it any transaction that it is run in.

BEGIN;
SET LOCAL check_function_bodies = off;
SET LOCAL plan_cache_mode = force_generic_plan;
",
    );
    text.push_str(&format!("SET LOCAL voxanne.verifies = {};\n", literal(name)));
    text.push_str(
        "CREATE TEMPORARY TABLE voxanne_expected (kind text, name text, state text, twin text, facts text[]);\n\n",
    );
    for expected in all {
        expected.write(&mut text);
    }
    text.reserve(compare::LENGTH);
    let own = all.iter().map(|expected| expected.kind);
    let owners = all.iter().any(Expected::names_an_owner);
    let owners = owners.then_some(ObjectKind::Ownership.label());
    compare::write(&own.chain(owners).collect(), &mut text);
    text.shrink_to_fit();
    text
}
