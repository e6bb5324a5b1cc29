//! Sequences, but those of identity columns, which are parts of their columns.

use serde::Deserialize;
use voxanne_schema::model;
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Sequence {
    namespace: Name,
    name: Name,
    type_oid: u32,
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
    unlogged: bool,
}

impl Introspect for model::Sequence {
    type Row = Sequence;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT n.nspname AS namespace, c.relname AS name, s.seqtypid::int8 AS type_oid, s.seqstart AS start,
    s.seqincrement AS increment, s.seqmin AS min, s.seqmax AS max, s.seqcache AS cache, s.seqcycle AS cycle,
    c.relpersistence = 'u' AS unlogged
FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: Sequence, found: &mut Found) -> Result<(), Error> {
        found.add(Self {
            name: QualifiedName::new(row.namespace, row.name),
            data_type: found.names.data_type(row.type_oid, None)?,
            start: row.start,
            increment: row.increment,
            min: row.min,
            max: row.max,
            cache: row.cache,
            cycle: row.cycle,
            unlogged: row.unlogged,
        })
    }
}
