//! Names that follow from others. PostgreSQL leaves the names of keys, indexes, triggers and policies
//! as they are when their table or a column of it is renamed; a fresh build would give them others.

use std::collections::BTreeSet;

use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId, ObjectKind, Owner};
use voxanne_schema::rename::{Named, Rename};

use super::Why;
use super::order::Pending;

/// What stands on these tables as it is declared but for its name. `declared` are the renames that
/// somebody has asked for.
pub(super) fn followed(
    schema: &Schema,
    declared: &Schema,
    tables: &BTreeSet<QualifiedName>,
    asked: &[Pending],
) -> Vec<Pending> {
    if tables.is_empty() {
        return Vec::new();
    }
    let is_source = |id: &ObjectId| asked.iter().any(|other| other.rename.from.object() == *id);
    let is_target = |id: &ObjectId| asked.iter().any(|other| other.rename.renamed().object() == *id);
    let mut olds: Vec<(&ObjectId, &Object)> = members(schema, tables)
        .filter(|(id, old)| declared.get(id) != Some(old) && !is_source(id))
        .collect();
    let news = members(declared, tables).filter(|(id, new)| schema.get(id) != Some(new) && !is_target(id));
    let mut pending = Vec::new();
    for (now, new) in news {
        let Some(place) = olds.iter().position(|(_, old)| is_called_otherwise(old, new)) else {
            continue;
        };
        let (id, _) = olds.remove(place);
        let (from, to) = (Named::Object(id.clone()), Named::Object(now.clone()));
        let Some(to) = to.name().cloned() else { continue };
        pending.push(Pending {
            rename: Rename::new(from, to),
            why: Why::Follows,
        });
    }
    pending
}

/// The constraints, indexes, triggers and policies of some tables.
fn members<'s>(
    schema: &'s Schema,
    tables: &BTreeSet<QualifiedName>,
) -> impl Iterator<Item = (&'s ObjectId, &'s Object)> {
    schema.objects().filter(|(id, object)| {
        let table = object.owner().and_then(Owner::relation);
        let is_named_apart = id.kind() == ObjectKind::Partition;
        id.kind().is_renamed() && !is_named_apart && table.is_some_and(|table| tables.contains(table))
    })
}

/// Whether two objects are of one kind and differ by nothing but their own names.
pub(super) fn is_called_otherwise(old: &Object, new: &Object) -> bool {
    let name = |object: &Object| Named::Object(object.id()).name().cloned();
    let (Some(before), Some(after)) = (name(old), name(new)) else {
        return false;
    };
    before != after && called(old, &after) == *new
}

/// The object itself with another name; what refers to it is of no concern here.
fn called(object: &Object, name: &Name) -> Object {
    let mut object = object.clone();
    if object.kind().is_renamed()
        && let Some(own) = object.name_mut()
    {
        own.clone_from(name);
    }
    object
}
