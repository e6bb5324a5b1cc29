//! What goes with an object when it is dropped, and must come back with it: its grants, its comments,
//! its indexes; and the views that stand on it.

use voxanne_schema::object::{Object, ObjectId, Owner};

use super::{Context, Refusal};
use crate::plan::Statement;

/// What brings back the grants, comments, triggers and indexes that an object of the previous state had.
pub(super) fn restore(id: &ObjectId, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let mut statements = Vec::new();
    for (_, object) in context.previous.objects() {
        if belongs_to(object).as_ref() == Some(id) {
            let steps = super::create(object, &context.anew())?;
            statements.extend(steps.into_iter().flat_map(|step| step.statements));
        }
    }
    Ok(statements)
}

/// The object that an object goes with, where it is dropped and created with it.
pub(crate) fn belongs_to(object: &Object) -> Option<ObjectId> {
    match object.owner()? {
        // Of a table, all of it comes and goes by itself.
        Owner::Table(_) => None,
        owner => Some(owner.id()),
    }
}

/// The views and policies of the previous state that stand on an object, each behind what it stands
/// on.
pub(super) fn standing_on<'c>(id: &ObjectId, context: &Context<'c>) -> Vec<&'c Object> {
    let mut found: Vec<&ObjectId> = Vec::new();
    let mut objects: Vec<&Object> = Vec::new();
    loop {
        let before = found.len();
        for (own, object) in context.previous.objects() {
            let holds = matches!(
                object,
                Object::View(_) | Object::MaterializedView(_) | Object::Policy(_)
            );
            if !holds || own == id || found.contains(&own) {
                continue;
            }
            let needs = |needed: &ObjectId| {
                object.dependencies().objects().any(|other| other == needed)
                    || context.bodies.of(own).any(|other| other == needed)
            };
            if needs(id) || found.iter().any(|earlier| needs(earlier)) {
                found.push(own);
                objects.push(object);
            }
        }
        if found.len() == before {
            break;
        }
    }
    in_order(objects, context)
}

/// The same objects, each behind those of them that it needs.
pub(crate) fn in_order<'c>(objects: Vec<&'c Object>, context: &Context<'c>) -> Vec<&'c Object> {
    let mut waiting: Vec<(ObjectId, &Object)> =
        objects.into_iter().map(|object| (object.id(), object)).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |(id, object): &(ObjectId, &Object)| {
            waiting.iter().all(|(other, _)| {
                other == id
                    || !(object.dependencies().objects().any(|needed| needed == other)
                        || context.bodies.of(id).any(|needed| needed == other))
            })
        };
        // A circle cannot be: the previous state stands.
        let place = waiting.iter().position(is_ready).unwrap_or_default();
        ordered.push(waiting.remove(place).1);
    }
    ordered
}
