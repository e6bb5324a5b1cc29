//! Whom objects belong to, where that is not whoever reads this.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Ownership {
    class: u32,
    oid: u32,
    namespace: Option<Name>,
    name: Name,
    role: Name,
}

const NAMESPACE: u32 = 2615;
const PUBLICATION: u32 = 6104;
const EVENT_TRIGGER: u32 = 3466;

impl Introspect for model::Ownership {
    type Row = Ownership;

    fn query(scope: &Scope) -> String {
        let own_sequence = "NOT EXISTS (SELECT FROM pg_depend AS b WHERE b.classid = 'pg_class'::regclass \
                            AND b.objid = o.oid AND b.deptype = 'a' AND b.refobjsubid > 0)";
        let in_namespaces = [
            (
                "pg_class",
                "rel",
                format!("o.relkind IN ('r', 'p', 'v', 'm', 'S') AND {own_sequence}"),
            ),
            ("pg_proc", "pro", "true".to_owned()),
            (
                "pg_type",
                "typ",
                "(o.typtype IN ('e', 'd') OR (SELECT relkind FROM pg_class WHERE oid = o.typrelid) = 'c')"
                    .to_owned(),
            ),
            ("pg_statistic_ext", "stx", "true".to_owned()),
        ];
        let in_namespaces = in_namespaces.iter().map(|(catalog, prefix, which)| {
            format!(
                "SELECT '{catalog}'::regclass::oid AS class, o.oid, n.nspname, o.{prefix}name AS name, o.{prefix}owner AS owner
    FROM {catalog} AS o JOIN pg_namespace AS n ON n.oid = o.{prefix}namespace
    WHERE {which} AND {} AND {}",
                scope.reads("n.nspname"),
                scope.own(catalog, "o.oid"),
            )
        });
        let named = [
            ("pg_namespace", "nsp"),
            ("pg_publication", "pub"),
            ("pg_event_trigger", "evt"),
        ];
        let named = named.iter().map(|(catalog, prefix)| {
            let read = if *catalog == "pg_namespace" {
                scope.reads("o.nspname")
            } else {
                "true".to_owned()
            };
            format!(
                "SELECT '{catalog}'::regclass, o.oid, NULL, o.{prefix}name, o.{prefix}owner FROM {catalog} AS o
    WHERE {read} AND {}",
                scope.own(catalog, "o.oid"),
            )
        });
        let all: Vec<String> = in_namespaces.chain(named).collect();
        format!(
            "SELECT o.class::int8 AS class, o.oid::int8 AS oid, o.nspname AS namespace, o.name, r.rolname AS role
FROM ({}) AS o JOIN pg_roles AS r ON r.oid = o.owner
WHERE r.rolname <> current_user",
            all.join("\n    UNION ALL ")
        )
    }

    fn read(row: Ownership, found: &mut Found) -> Result<(), Error> {
        let id = match row.class {
            class::RELATION => found.names.relation_id(row.oid),
            class::PROC => found.names.routine_id(row.oid),
            class::TYPE => found.names.type_id(row.oid),
            NAMESPACE => Some(ObjectId::Namespace(row.name)),
            PUBLICATION => Some(ObjectId::Publication(row.name)),
            EVENT_TRIGGER => Some(ObjectId::EventTrigger(row.name)),
            _ => row
                .namespace
                .map(|namespace| ObjectId::Statistics(QualifiedName::new(namespace, row.name))),
        };
        // What the platform brings, or is named as something that the model does not have.
        let Some(id) = id.filter(|id| found.has(id)) else {
            return Ok(());
        };
        found.add(Self {
            of: Box::new(id),
            role: row.role,
        })
    }
}
