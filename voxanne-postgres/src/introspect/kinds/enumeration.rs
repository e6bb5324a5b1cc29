//! Enum types, with their labels in order.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Enum {
    namespace: Name,
    name: Name,
    labels: Vec<Name>,
}

impl Introspect for model::Enum {
    type Row = Enum;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT n.nspname AS namespace, t.typname AS name,
    ARRAY(SELECT l.enumlabel FROM pg_enum AS l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder) AS labels
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_type", "t.oid"),
        )
    }

    fn read(row: Enum, found: &mut Found) -> Result<(), Error> {
        found.add(Self {
            name: QualifiedName::new(row.namespace, row.name),
            labels: row.labels,
        })
    }
}
