//! The first statement of a migration: does everything exist that it builds on? If not, it says
//! which migration to run first, before any other statement runs.

use std::collections::BTreeSet;

use voxanne_schema::lookup::Seen;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Dependency, Identity, ObjectId};
use voxanne_schema::rename::Named;

use super::history::History;
use crate::plan::{Delta, PlannedMigration};
use crate::sql::{ident, literal, qualified, signature};

/// The guard of a migration, where it builds on anything of ours.
pub(super) fn requires(migration: &PlannedMigration, history: &History) -> Option<String> {
    let mut rows = Vec::new();
    for Dependency { object, column } in needed(migration, history) {
        let made = match (&object, &column) {
            (ObjectId::Table(table), Some(column)) => history.added.get(&(table.clone(), column.clone())),
            // A view has all its columns, or is not as declared.
            (_, Some(_)) => None,
            (_, None) => history.made.get(&object).map(|made| &*made.migration),
        };
        let Some(made) = made else {
            continue;
        };
        let Some((what, found)) = probe(&object, column.as_ref()) else {
            continue;
        };
        rows.push(format!(
            "        ({}, {},\n            {found})",
            literal(&what),
            literal(&made.to_string())
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
    ) AS required (object, migration, existing)
    WHERE NOT existing;

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

/// What the changes and statements build on, earlier migrations made, and they do not make themselves.
fn needed(migration: &PlannedMigration, history: &History) -> BTreeSet<Dependency> {
    let made: Seen<ObjectId> = migration
        .deltas()
        .filter(|delta| matches!(delta, Delta::Create(_)))
        .map(Delta::id)
        .collect();
    let mut needed = BTreeSet::new();
    let mut need = |object: &ObjectId, column: Option<&Name>| {
        if history.made.contains_key(object) && !made.contains(object) {
            let of = |column: Option<&Name>| Dependency {
                object: object.clone(),
                column: column.cloned(),
            };
            // A column that is needed needs its table.
            needed.extend(column.map(|column| of(Some(column))));
            needed.insert(of(None));
        }
    };
    for delta in migration.deltas() {
        if let Delta::Create(object) | Delta::Alter(object) = delta {
            for needed in object.dependencies().iter() {
                need(&needed.object, needed.column.as_ref());
            }
        }
        if let Delta::Rename(rename) = delta {
            match &rename.from {
                Named::Column(table, column) => need(&ObjectId::Table(table.clone()), Some(column)),
                Named::Object(_) | Named::Label(..) | Named::Attribute(..) => {
                    need(&rename.from.object(), None);
                }
            }
        }
        if let Delta::Alter(_) | Delta::Drop(_) = delta {
            let id = delta.id();
            need(&id, None);
            if let Some(table) = id.table() {
                need(&ObjectId::Table(table.clone()), None);
            }
        }
    }
    for lock in migration.statements().flat_map(|statement| &statement.locks) {
        need(&ObjectId::Table(lock.table.clone()), None);
    }
    needed
}

/// What an object or a column of it is called, and the condition that it is there. None of them
/// raises, whatever is missing.
fn probe(object: &ObjectId, column: Option<&Name>) -> Option<(String, String)> {
    let kind = object.kind().label();
    let by = |function: &str, name: String| {
        let found = format!("{function}({}) IS NOT NULL", literal(&name));
        Some((format!("{kind} {name}"), found))
    };
    if let (ObjectId::Table(table), Some(column)) = (object, column) {
        let table = qualified(table);
        let found = format!(
            "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass({}) AND attname = {})",
            literal(&table),
            literal(column.as_str()),
        );
        return Some((format!("column {table}.{}", ident(column)), found));
    }
    match object {
        ObjectId::Namespace(name) => by("to_regnamespace", ident(name).into_owned()),
        // `to_regprocedure` raises where the type of an argument is missing.
        ObjectId::Function(function) | ObjectId::Procedure(function) | ObjectId::Aggregate(function) => {
            let found = format!(
                "EXISTS (SELECT FROM pg_proc WHERE pronamespace = to_regnamespace({}) AND proname = {} AND pronargs = {})",
                literal(&ident(&function.name.namespace)),
                literal(function.name.name.as_str()),
                function.arguments.len(),
            );
            Some((format!("{kind} {}", signature(function)), found))
        }
        ObjectId::Partition(member) => by(
            "to_regclass",
            qualified(&member.table.sibling(member.name.clone())),
        ),
        ObjectId::Constraint(member) => {
            let table = qualified(&member.table);
            let found = format!(
                "EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass({}) AND conname = {})",
                literal(&table),
                literal(member.name.as_str()),
            );
            Some((format!("{kind} {} of {table}", ident(&member.name)), found))
        }
        other => {
            let space = other.kind().space();
            let Identity::Qualified(name) = other.identity() else {
                return None;
            };
            let function = if space.is_relation() {
                "to_regclass"
            } else if space.is_type() {
                "to_regtype"
            } else {
                return None;
            };
            by(function, qualified(name))
        }
    }
}
