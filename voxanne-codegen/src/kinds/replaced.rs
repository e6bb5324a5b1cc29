//! When a function or a view is replaced where it stands. What shows rows with the rights of another, or
//! decides which rows a policy lets through, is replaced in the file in which the grants and policies
//! change that lead to it: between two files nobody then sees more than before or after.

use voxanne_schema::lookup::Seen;
use voxanne_schema::model::{Function, GrantTarget, Schema, Security};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId, Space};

use super::Context;
use crate::plan::Stage;

/// The stage in which an object becomes what is declared.
pub(super) fn stage(object: &ObjectId, context: &Context<'_>) -> Stage {
    let leads_here = |root: ObjectId| reaches(root, object, context);
    if roots(context).any(leads_here) {
        Stage::Contract
    } else {
        Stage::Expand
    }
}

/// Whether a view shows rows of a table whose grants or policies change, so that whoever is let at the view
/// comes when these are as they will be.
pub(super) fn shows_what_changes(view: &ObjectId, context: &Context<'_>) -> bool {
    let mut seen: Seen<ObjectId> = Seen::default();
    let mut open = vec![view.clone()];
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        let declared = context.declared.schema.get(&id);
        let needs = declared.map(Object::dependencies).unwrap_or_default();
        for needed in context.bodies.of(&id).chain(needs.objects()) {
            match needed {
                ObjectId::Table(table) if context.exists(table) && changes_rows(table, context) => {
                    return true;
                }
                ObjectId::View(_) => open.push(needed.clone()),
                _ => {}
            }
        }
        seen.insert(id);
    }
    false
}

/// What lets roles at rows, where it changes whom: views and routines that have the rights of their
/// owners, and the policies of tables.
fn roots<'c>(context: &'c Context<'_>) -> impl Iterator<Item = ObjectId> + 'c {
    let schemas = [context.previous, &context.declared.schema];
    schemas.into_iter().flat_map(move |schema| {
        let roots = schema
            .objects()
            .filter(move |(_, object)| changes_access(object, context));
        roots.map(|(id, _)| id.clone())
    })
}

fn changes_access(object: &Object, context: &Context<'_>) -> bool {
    let of = match object {
        Object::Policy(policy) => return changes_rows(&policy.table, context),
        Object::View(view) if !view.is_invoker() => GrantTarget::View(view.name.clone()),
        Object::MaterializedView(view) => GrantTarget::MaterializedView(view.name.clone()),
        Object::Function(function) if is_definer(function) => function.grant_target(),
        Object::Procedure(procedure) if is_definer(&procedure.0) => procedure.0.grant_target(),
        _ => return false,
    };
    changes_grants(&of, context)
}

fn is_definer(function: &Function) -> bool {
    function.security == Security::Definer
}

/// Whether anybody may do more or less with an object that stays.
fn changes_grants(on: &GrantTarget, context: &Context<'_>) -> bool {
    differs(context, |schema| schema.grants_on(on).collect::<Vec<_>>())
}

/// Whether grants, policies or row-level security of a table change.
fn changes_rows(table: &QualifiedName, context: &Context<'_>) -> bool {
    differs(context, |schema| {
        (
            schema.policies_of(table).collect::<Vec<_>>(),
            schema.row_security(table),
        )
    }) || changes_grants(&GrantTarget::Table(table.clone()), context)
}

fn differs<'c, T: PartialEq>(context: &Context<'c>, of: impl Fn(&'c Schema) -> T) -> bool {
    of(context.previous) != of(&context.declared.schema)
}

/// Whether an object is another one, or has it evaluated, as it was or as it will be.
fn reaches(root: ObjectId, object: &ObjectId, context: &Context<'_>) -> bool {
    let schemas = [context.previous, &context.declared.schema];
    let mut seen: Seen<ObjectId> = Seen::default();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if id == *object {
            return true;
        }
        if seen.contains(&id) {
            continue;
        }
        let mut evaluates = |needed: &ObjectId| {
            if is_evaluated(needed) {
                open.push(needed.clone());
            }
        };
        context.bodies.of(&id).for_each(&mut evaluates);
        for needs in schemas.iter().filter_map(|schema| schema.get(&id)) {
            needs.dependencies().objects().for_each(&mut evaluates);
        }
        seen.insert(id);
    }
    false
}

fn is_evaluated(id: &ObjectId) -> bool {
    id.kind().space() == Space::Routine || matches!(id, ObjectId::View(_) | ObjectId::MaterializedView(_))
}
