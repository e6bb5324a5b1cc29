//! Namespaces.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::Name;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Namespace {
    name: Name,
}

impl Introspect for model::Namespace {
    type Row = Namespace;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT n.nspname AS name FROM pg_namespace AS n WHERE {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_namespace", "n.oid"),
        )
    }

    fn read(row: Namespace, found: &mut Found) -> Result<(), Error> {
        found.add(Self { name: row.name })
    }
}
