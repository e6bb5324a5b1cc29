//! What a database has and the model has no form for: told by kind and name.

use super::found::Found;
use super::scope::Scope;
use super::{Set, row};
use crate::error::Error;

/// Something that a database has and the model has no form for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Unmodeled {
    /// PostgreSQL's noun for it: `text search configuration`.
    pub kind: String,
    /// Its name, with its namespace where it has one.
    pub name: String,
}

impl std::fmt::Display for Unmodeled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}

/// The set of kinds that the model does not have.
pub(super) fn set(scope: &Scope) -> Set {
    (query(scope), read)
}

fn read(text: &str, found: &mut Found) -> Result<(), Error> {
    let of: Unmodeled = row(text, "what is not modelled")?;
    found.name(of.kind, of.name);
    Ok(())
}

/// The catalogs whose objects stand in a namespace: noun, catalog, and its columns of name and namespace.
const IN_NAMESPACES: &[(&str, &str, &str, &str)] = &[
    ("text search parser", "pg_ts_parser", "prsname", "prsnamespace"),
    (
        "text search template",
        "pg_ts_template",
        "tmplname",
        "tmplnamespace",
    ),
    ("conversion", "pg_conversion", "conname", "connamespace"),
    ("operator class", "pg_opclass", "opcname", "opcnamespace"),
    ("operator family", "pg_opfamily", "opfname", "opfnamespace"),
];

/// The catalogs whose objects stand in no namespace: noun, catalog and its column of the name.
const IN_DATABASE: &[(&str, &str, &str)] = &[
    ("foreign data wrapper", "pg_foreign_data_wrapper", "fdwname"),
    ("language", "pg_language", "lanname"),
    ("access method", "pg_am", "amname"),
    ("subscription", "pg_subscription", "subname"),
];

fn query(scope: &Scope) -> String {
    let mut parts = Vec::new();
    for (noun, catalog, name, namespace) in IN_NAMESPACES {
        parts.push(format!(
            "SELECT '{noun}' AS kind, format('%I.%I', n.nspname, o.{name}) AS name\n\
             FROM {catalog} AS o JOIN pg_namespace AS n ON n.oid = o.{namespace}\n\
             WHERE {} AND {}",
            scope.reads("n.nspname"),
            scope.own(catalog, "o.oid"),
        ));
    }
    for (noun, catalog, name) in IN_DATABASE {
        let mine = if *catalog == "pg_subscription" {
            " AND o.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        } else {
            ""
        };
        // Those with lower numbers come with every database.
        parts.push(format!(
            "SELECT '{noun}', o.{name} FROM (SELECT oid, {name}{} FROM {catalog}) AS o\n\
             WHERE o.oid >= 16384 AND {}{mine}",
            if mine.is_empty() { "" } else { ", subdbid" },
            scope.own(catalog, "o.oid"),
        ));
    }
    parts.push(relations(scope));
    parts.push(required(scope));
    parts.push(types(scope));
    parts.push(rest(scope));
    parts.join("\nUNION ALL ")
}

fn relations(scope: &Scope) -> String {
    format!(
        "SELECT CASE WHEN c.relkind = 'f' THEN 'foreign table as a partition' ELSE 'typed table' END, \
         format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE (c.relkind = 'f' AND c.relispartition OR c.reloftype <> 0) AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

/// From PostgreSQL 18 on `NOT NULL` is a constraint: with a name of its own, not inherited, or not proven.
fn required(scope: &Scope) -> String {
    format!(
        "SELECT 'NOT NULL with a name or a state of its own', format('%I on %I.%I', k.conname, n.nspname, c.relname)
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.conkey[1],
format('%s_%s_not_null', c.relname, a.attname) AS usual
WHERE k.contype = 'n' AND k.conislocal AND k.conparentid = 0
AND (k.connoinherit OR NOT k.convalidated OR k.conname <> usual AND octet_length(usual) < 64) AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

fn types(scope: &Scope) -> String {
    format!(
        "SELECT 'base type', format('%I.%I', n.nspname, t.typname)
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type AS e WHERE e.typarray = t.oid) AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_type", "t.oid"),
    )
}

fn rest(scope: &Scope) -> String {
    format!(
        "SELECT 'transform', format('for %s language %s', format_type(trftype, NULL), lanname)
FROM pg_transform AS k JOIN pg_language AS l ON l.oid = trflang WHERE k.oid >= 16384 AND {}
UNION ALL SELECT 'user mapping', format('for %s on %s', usename, srvname) FROM pg_user_mappings
UNION ALL SELECT 'large object', oid::text FROM pg_largeobject_metadata",
        scope.own("pg_transform", "k.oid"),
    )
}
