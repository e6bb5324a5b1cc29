//! Which column a sequence belongs to.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::Name;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct SequenceOwner {
    sequence: u32,
    table: u32,
    column: Name,
}

impl Introspect for model::SequenceOwner {
    type Row = SequenceOwner;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT c.oid::int8 AS sequence, d.refobjid::int8 AS table, a.attname AS column
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S' AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: SequenceOwner, found: &mut Found) -> Result<(), Error> {
        found.add(Self {
            sequence: found.names.relation_name(row.sequence)?,
            table: found.names.relation_name(row.table)?,
            column: row.column,
        })
    }
}
