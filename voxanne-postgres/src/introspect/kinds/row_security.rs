//! Whether row-level security is on. Of a partition the partition itself says it.

use serde::Deserialize;
use voxanne_schema::model;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct RowSecurity {
    oid: u32,
    enabled: bool,
    forced: bool,
}

impl Introspect for model::RowSecurity {
    type Row = RowSecurity;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT c.oid::int8 AS oid, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND (c.relrowsecurity OR c.relforcerowsecurity) AND NOT c.relispartition AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: RowSecurity, found: &mut Found) -> Result<(), Error> {
        let table = found.names.relation_name(row.oid)?;
        if !row.enabled {
            found.name("forced row-level security that is off", table.to_string());
            return Ok(());
        }
        found.add(Self {
            table,
            forced: row.forced,
        })
    }
}
