//! Roles that something of the database names. The cluster has them, so that they are no part of the schema.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::Name;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Role {
    name: Name,
    bypasses: bool,
}

impl Introspect for model::Role {
    type Row = Role;

    fn query(_scope: &Scope) -> String {
        "SELECT r.rolname AS name, r.rolbypassrls AS bypasses
FROM pg_roles AS r
WHERE EXISTS (SELECT FROM pg_shdepend AS d
    WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
    AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()))"
            .to_owned()
    }

    fn read(row: Role, found: &mut Found) -> Result<(), Error> {
        found.refer(Self {
            name: row.name,
            bypasses_row_security: row.bypasses,
        });
        Ok(())
    }
}
