//! Names that follow from others. PostgreSQL leaves the names of keys, indexes, triggers and policies
//! as they are when their table or a column of it is renamed; a fresh build would give them others.

use std::collections::BTreeSet;

use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
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
    schema.objects().filter(|(_, object)| {
        let table = match object {
            Object::Constraint(constraint) => &constraint.table,
            Object::Index(index) => &index.table,
            Object::Trigger(trigger) => &trigger.table,
            Object::Policy(policy) => &policy.table,
            Object::Partition(_)
            | Object::Role(_)
            | Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Composite(_)
            | Object::Sequence(_)
            | Object::Table(_)
            | Object::Function(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::RowSecurity(_)
            | Object::Grant(_)
            | Object::Comment(_) => return false,
        };
        tables.contains(table)
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
    match &mut object {
        Object::Namespace(namespace) => namespace.name.clone_from(name),
        Object::Enum(enumeration) => enumeration.name.name.clone_from(name),
        Object::Sequence(sequence) => sequence.name.name.clone_from(name),
        Object::Composite(composite) => composite.name.name.clone_from(name),
        Object::Domain(domain) => domain.name.name.clone_from(name),
        Object::Table(table) => table.name.name.clone_from(name),
        Object::Constraint(constraint) => constraint.name.clone_from(name),
        Object::Function(function) => function.name.name.clone_from(name),
        Object::View(view) => view.name.name.clone_from(name),
        Object::MaterializedView(view) => view.name.name.clone_from(name),
        Object::Index(index) => index.name.clone_from(name),
        Object::Trigger(trigger) => trigger.name.clone_from(name),
        Object::Policy(policy) => policy.name.clone_from(name),
        Object::Partition(partition) => partition.name.clone_from(name),
        Object::Role(_)
        | Object::Extension(_)
        | Object::RowSecurity(_)
        | Object::Grant(_)
        | Object::Comment(_) => {}
    }
    object
}
