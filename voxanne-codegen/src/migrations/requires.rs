//! The first statement of a migration: does everything exist that it builds on? If not, it says
//! which migration to run first, before any other statement runs.

use std::collections::BTreeSet;

use voxanne_schema::object::ObjectId;

use super::history::History;
use crate::plan::{Delta, PlannedMigration};
use crate::sql::{ident, literal, qualified, signature};

/// The guard of a migration, where it builds on anything of ours.
pub(super) fn requires(migration: &PlannedMigration, history: &History) -> Option<String> {
    let mut rows = Vec::new();
    for object in needed(migration) {
        let Some(made) = history.made.get(&object) else {
            continue;
        };
        let Some((kind, name, found)) = probe(&object) else {
            continue;
        };
        rows.push(format!(
            "        ({}, {found}, {})",
            literal(&format!("{kind} {name}")),
            literal(&made.migration.to_string())
        ));
    }
    if rows.is_empty() {
        return None;
    }
    Some(format!(
        "DO $requires$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(format('%s (run %s first)', object, migration), ', ')
    INTO missing
    FROM (VALUES
{}
    ) AS required (object, existing, migration)
    WHERE existing IS NULL;

    IF missing IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = 'this migration builds on what is missing: ' || missing,
            HINT = 'Apply the migrations in the order of their versions.';
    END IF;
END;
$requires$;",
        rows.join(",\n")
    ))
}

/// What the changes build on and do not make themselves.
fn needed(migration: &PlannedMigration) -> BTreeSet<ObjectId> {
    let mut needed = BTreeSet::new();
    let mut made = BTreeSet::new();
    for delta in migration.deltas() {
        match delta {
            Delta::Create(object) => {
                needed.extend(object.dependencies().objects().cloned());
                made.insert(object.id());
            }
            Delta::Alter(object) => {
                needed.extend(object.dependencies().objects().cloned());
                needed.insert(object.id());
            }
            Delta::Drop(id) => {
                needed.insert(id.clone());
                needed.extend(id.table().cloned().map(ObjectId::Table));
            }
        }
    }
    needed.retain(|id| !made.contains(id));
    needed
}

/// The kind and name of an object, and the expression that finds it, or null.
fn probe(object: &ObjectId) -> Option<(&'static str, String, String)> {
    let kind = object.kind().label();
    let by = |function: &str, name: String| {
        let found = format!("{function}({})::oid", literal(&name));
        Some((kind, name, found))
    };
    match object {
        ObjectId::Namespace(name) => by("to_regnamespace", ident(name).into_owned()),
        ObjectId::Enum(name) => by("to_regtype", qualified(name)),
        ObjectId::Table(name) | ObjectId::Index(name) => by("to_regclass", qualified(name)),
        ObjectId::Function(function) => by("to_regprocedure", signature(function)),
        ObjectId::Role(_)
        | ObjectId::Extension(_)
        | ObjectId::Constraint(_)
        | ObjectId::Trigger(_)
        | ObjectId::Policy(_)
        | ObjectId::RowSecurity(_)
        | ObjectId::Grant(_)
        | ObjectId::Comment(_) => None,
    }
}
