//! Comments on all that was found.

use serde::Deserialize;
use voxanne_schema::model::{self, CommentTarget, Member};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{ObjectId, ObjectKind};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Comment {
    kind: String,
    oid: u32,
    column: Option<Name>,
    table: Option<u32>,
    namespace: Option<Name>,
    name: Option<Name>,
    text: String,
}

/// Kinds that have a name: the noun, the catalog with its columns of the name, of the namespace and of the
/// table.
const NAMED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "constraint",
        "pg_constraint",
        "conname",
        "NULL",
        "nullif(o.conrelid, 0)",
    ),
    ("trigger", "pg_trigger", "tgname", "NULL", "o.tgrelid"),
    ("policy", "pg_policy", "polname", "NULL", "o.polrelid"),
    ("schema", "pg_namespace", "nspname", "NULL", "NULL"),
    ("publication", "pg_publication", "pubname", "NULL", "NULL"),
    ("event trigger", "pg_event_trigger", "evtname", "NULL", "NULL"),
    (
        "statistics",
        "pg_statistic_ext",
        "stxname",
        "o.stxnamespace",
        "NULL",
    ),
];

impl Introspect for model::Comment {
    type Row = Comment;

    fn query(_scope: &Scope) -> String {
        let mut parts = vec![
            r#"SELECT 'relation' AS kind, d.objoid::int8 AS oid, a.attname AS column, NULL::int8 AS "table",
    NULL::name AS namespace, NULL::name AS name, d.description AS text
FROM pg_description AS d LEFT JOIN pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
    AND d.objsubid <> 0
WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384"#
                .to_owned(),
        ];
        for (kind, catalog) in [("routine", "pg_proc"), ("type", "pg_type")] {
            parts.push(format!(
                "SELECT '{kind}', d.objoid::int8, NULL, NULL, NULL, NULL, d.description FROM pg_description AS d
WHERE d.classoid = '{catalog}'::regclass AND d.objoid >= 16384"
            ));
        }
        for (kind, catalog, name, namespace, table) in NAMED {
            parts.push(format!(
                "SELECT '{kind}', d.objoid::int8, NULL, ({table})::int8, n.nspname, o.{name}, d.description
FROM pg_description AS d JOIN {catalog} AS o ON o.oid = d.objoid
LEFT JOIN pg_namespace AS n ON n.oid = {namespace}
WHERE d.classoid = '{catalog}'::regclass"
            ));
        }
        // An extension says itself what it is; only what somebody said instead is a comment.
        parts.push(
            "SELECT 'extension', d.objoid::int8, NULL, NULL, NULL, e.extname, d.description
FROM pg_description AS d JOIN pg_extension AS e ON e.oid = d.objoid
WHERE d.classoid = 'pg_extension'::regclass AND d.description IS DISTINCT FROM
    (SELECT v.comment FROM pg_available_extensions AS v WHERE v.name = e.extname)"
                .to_owned(),
        );
        parts.join("\nUNION ALL ")
    }

    fn read(row: Comment, found: &mut Found) -> Result<(), Error> {
        let Some(object) = object(&row, found)? else {
            return Ok(());
        };
        let read = object.namespace().is_some_and(|name| found.options.reads(name));
        let is_namespace = matches!(&object, ObjectId::Namespace(name) if found.options.reads(name));
        if !found.has(&object) && !is_namespace {
            // Those on indexes of constraints are carried as SQL.
            if read && object.kind() != ObjectKind::Index {
                found.name("comment on what has no form", object.to_string());
            }
            return Ok(());
        }
        if row.kind == "relation" && found.is_elsewhere(&object) && row.column.is_none() {
            return Ok(());
        }
        if row.kind == "relation" && found.is_elsewhere(&object) {
            found.name(
                "comment on a partition in another schema than its table",
                object.to_string(),
            );
            return Ok(());
        }
        let on = match (object, row.column) {
            (ObjectId::Table(table), Some(column)) => CommentTarget::Column(table, column),
            (object, Some(column)) => CommentTarget::Attribute(Box::new(object), column),
            (object, None) => CommentTarget::Object(Box::new(object)),
        };
        found.add(Self { on, text: row.text })
    }
}

/// What a comment is on. What the model has no form for, though it has one for what it is a part of, is named.
fn object(row: &Comment, found: &mut Found) -> Result<Option<ObjectId>, Error> {
    let name = row.name.clone().unwrap_or_else(|| Name::new(""));
    Ok(match row.kind.as_str() {
        "relation" => found.names.relation_id(row.oid),
        "routine" => found.names.routine_id(row.oid),
        "type" => found.names.type_id(row.oid),
        "schema" => Some(ObjectId::Namespace(name)).filter(|_| row.text != "standard public schema"),
        "extension" => Some(ObjectId::Extension(name)),
        "publication" => Some(ObjectId::Publication(name)),
        "event trigger" => Some(ObjectId::EventTrigger(name)),
        "statistics" => {
            let namespace = row.namespace.clone().unwrap_or_else(|| Name::new(""));
            Some(ObjectId::Statistics(QualifiedName::new(namespace, name)))
        }
        kind => {
            // That on the check of a domain is carried as SQL.
            let Some(table) = row.table else {
                return Ok(None);
            };
            if found.names.is_partition(table) {
                return Ok(None);
            }
            let member = Member::new(found.names.relation_name(table)?, name);
            Some(match kind {
                "constraint" => ObjectId::Constraint(member),
                "trigger" => ObjectId::Trigger(member),
                _ => ObjectId::Policy(member),
            })
        }
    })
}
