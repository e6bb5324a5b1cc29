//! Indexes that no constraint owns. Those that a partition has from its table are the table's.

use serde::Deserialize;
use voxanne_schema::model::{self, Indexed};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::Introspect;
use super::key::{self, KEYS};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::text;

#[derive(Deserialize)]
pub(in crate::introspect) struct Index {
    oid: u32,
    relation: u32,
    unique: bool,
    method: String,
    keys: Vec<key::Row>,
    include: Vec<Name>,
    filter: Option<String>,
    nulls_not_distinct: bool,
    options: Option<Vec<String>>,
    replica_identity: bool,
    complete: bool,
    tablespace: bool,
}

impl Introspect for model::Index {
    type Row = Index;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT i.indexrelid::int8 AS oid, i.indrelid::int8 AS relation, i.indisunique AS unique, m.amname AS method,
    {KEYS} AS keys, {INCLUDE} AS include, pg_get_expr(i.indpred, i.indrelid) AS filter,
    {} AS nulls_not_distinct, c.reloptions AS options, i.indisreplident AS replica_identity,
    i.indisvalid AND i.indisready AS complete, c.reltablespace <> 0 AS tablespace
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS r ON r.oid = i.indrelid
JOIN pg_am AS m ON m.oid = c.relam JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    AND NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = i.indexrelid)
    AND r.relkind IN ('r', 'p', 'm') AND {} AND {}",
            scope.pick(15, "i.indnullsnotdistinct", "false"),
            scope.reads("n.nspname"),
            scope.own("pg_class", "r.oid"),
        )
    }

    fn read(row: Index, found: &mut Found) -> Result<(), Error> {
        let name = found.names.relation_name(row.oid)?;
        let of = name.to_string();
        let on = match found.names.relation_id(row.relation) {
            Some(ObjectId::Table(_)) => Indexed::Table,
            Some(ObjectId::MaterializedView(_)) => Indexed::MaterializedView,
            // That of a partition alone is carried as SQL.
            _ => return Ok(()),
        };
        let Some(method) = key::method(&row.method) else {
            found.name(format!("index by {}", row.method), of);
            return Ok(());
        };
        if !row.complete {
            found.name("index that is not complete", of);
            return Ok(());
        }
        if row.tablespace {
            found.name("tablespace of an index", of.clone());
        }
        let keys = row.keys.into_iter().map(|key| key.key(row.oid, &of, found));
        let keys = keys.collect();
        let index = Self {
            table: found.names.relation_name(row.relation)?,
            on,
            name: name.name,
            unique: row.unique,
            method,
            keys,
            include: row.include,
            filter: row
                .filter
                .map(|sql| found.expression(class::RELATION, row.oid, &sql)),
            nulls_not_distinct: row.nulls_not_distinct,
            parameters: text::parameters(row.options.as_deref()),
            replica_identity: row.replica_identity,
        };
        found.add(index)
    }
}

/// The columns that the index `i` carries besides its keys.
const INCLUDE: &str = "ARRAY(SELECT ia.attname FROM unnest((i.indkey::int2[])[i.indnkeyatts:])
        WITH ORDINALITY AS e (number, place)
        JOIN pg_attribute AS ia ON ia.attrelid = i.indrelid AND ia.attnum = e.number ORDER BY e.place)";
