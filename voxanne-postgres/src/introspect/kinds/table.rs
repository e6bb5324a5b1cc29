//! Tables with their columns. Partitions are objects of another kind.

use serde::Deserialize;
use voxanne_schema::model::{self, ReplicaIdentity, TableStorage, Tenancy};
use voxanne_schema::name::Name;

use super::column::{self, COLUMNS};
use super::partition_key::{self, PARTITION_KEY};
use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;
use crate::introspect::text;

#[derive(Deserialize)]
pub(in crate::introspect) struct Table {
    oid: u32,
    columns: Option<Vec<column::Row>>,
    unlogged: bool,
    replica_identity: char,
    options: Option<Vec<String>>,
    toast_options: Option<Vec<String>>,
    partition_key: Option<partition_key::Row>,
    parents: Vec<u32>,
    access_method: Option<Name>,
    tablespace: bool,
}

impl Introspect for model::Table {
    type Row = Table;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT c.oid::int8 AS oid, {COLUMNS} AS columns, c.relpersistence = 'u' AS unlogged,
    c.relreplident AS replica_identity, c.reloptions AS options,
    (SELECT o.reloptions FROM pg_class AS o WHERE o.oid = c.reltoastrelid) AS toast_options,
    {PARTITION_KEY} AS partition_key,
    ARRAY(SELECT i.inhparent::int8 FROM pg_inherits AS i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parents,
    (SELECT m.amname FROM pg_am AS m WHERE m.oid = c.relam AND m.amname <> 'heap') AS access_method,
    c.reltablespace <> 0 AS tablespace
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.reloftype = 0 AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: Table, found: &mut Found) -> Result<(), Error> {
        let name = found.names.relation_name(row.oid)?;
        if row.access_method.is_some() {
            found.name("access method of a table", name.to_string());
        }
        if row.tablespace {
            found.name("tablespace of a table", name.to_string());
        }
        let mut parameters = text::parameters(row.options.as_deref());
        let of_toast = text::parameters(row.toast_options.as_deref()).into_iter();
        parameters.extend(of_toast.map(|(name, value)| (format!("toast.{name}"), value)));
        let columns = row.columns.unwrap_or_default().into_iter();
        let columns = columns.map(|column| column.column(&name, found));
        let columns = columns.collect::<Result<_, _>>()?;
        let parents = row.parents.iter().map(|oid| found.names.relation_name(*oid));
        let table = Self {
            columns,
            tenancy: Tenancy::Unclassified,
            storage: TableStorage {
                parameters,
                unlogged: row.unlogged,
                replica_identity: replica_identity(row.replica_identity)?,
            },
            partition_by: row.partition_key.map(|key| key.key(row.oid, found)).transpose()?,
            inherits: parents.collect::<Result<_, _>>()?,
            name,
        };
        found.add(table)
    }
}

/// An index that is named for it says so itself.
fn replica_identity(code: char) -> Result<ReplicaIdentity, Error> {
    match code {
        'd' | 'i' => Ok(ReplicaIdentity::Default),
        'f' => Ok(ReplicaIdentity::Full),
        'n' => Ok(ReplicaIdentity::Nothing),
        other => Err(strange("the replica identity of a table", other)),
    }
}
