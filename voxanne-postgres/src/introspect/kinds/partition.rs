//! Partitions with their bounds, at every level. What a partition has otherwise than its table is named.

use std::collections::BTreeMap;

use serde::Deserialize;
use voxanne_schema::model::{self, BoundValue, PartitionBound};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, ObjectId};

use super::partition_key::{self, PARTITION_KEY};
use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;
use crate::introspect::text;

#[derive(Deserialize)]
pub(in crate::introspect) struct Partition {
    oid: u32,
    parent: u32,
    bound: String,
    partition_key: Option<partition_key::Row>,
    closed: bool,
    options: Option<Vec<String>>,
    own: Vec<String>,
    parts: Vec<Called>,
}

/// The part of a key or an index of the table.
#[derive(Deserialize)]
struct Called {
    whole: Name,
    name: Name,
}

/// What a partition may have of its own.
const OWN: &str = "ARRAY(SELECT 'storage of a partition' WHERE c.relpersistence <> (SELECT relpersistence FROM pg_class WHERE oid = i.inhparent)
        UNION ALL SELECT 'tablespace of a partition' WHERE c.reltablespace <> 0
        UNION ALL SELECT 'columns of a partition in an order of its own'
            WHERE ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
                    ORDER BY attnum)
                <> ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = i.inhparent AND attnum > 0
                    AND NOT attisdropped ORDER BY attnum)
        UNION ALL SELECT 'column of a partition that is not as its table''s'
            FROM pg_attribute AS a JOIN pg_attribute AS b ON b.attrelid = i.inhparent AND b.attname = a.attname
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_attrdef AS e ON e.adrelid = b.attrelid AND e.adnum = b.attnum
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attnotnull < b.attnotnull
                OR a.attstattarget IS DISTINCT FROM b.attstattarget OR a.attstorage <> b.attstorage
                OR a.attcompression <> b.attcompression OR a.attoptions IS NOT NULL
                OR (a.attgenerated <> '' OR b.attgenerated <> '')
                    AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)))";

/// What the indexes are called that are parts of those of the table.
const PARTS: &str = "coalesce((SELECT json_agg(json_build_object('whole', w.relname, 'name', p.relname))
        FROM pg_index AS x JOIN pg_class AS p ON p.oid = x.indexrelid
        JOIN pg_class AS w ON w.oid = pg_partition_root(p.oid)
        WHERE x.indrelid = c.oid AND p.relispartition), '[]')";

impl Introspect for model::Partition {
    type Row = Partition;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT c.oid::int8 AS oid, i.inhparent::int8 AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound,
    {PARTITION_KEY} AS partition_key,
    c.relrowsecurity AS closed, c.reloptions AS options, {OWN} AS own, {PARTS} AS parts
FROM pg_class AS c JOIN pg_inherits AS i ON i.inhrelid = c.oid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND NOT i.inhdetachpending AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: Partition, found: &mut Found) -> Result<(), Error> {
        let name = found.names.relation_name(row.oid)?;
        for what in row.own {
            found.name(what, name.to_string());
        }
        // A foreign table is named as one.
        let Some(ObjectId::Partition(member)) = found.names.relation_id(row.oid) else {
            return Ok(());
        };
        let parent = found.names.relation_name(row.parent)?;
        let other =
            |of: &QualifiedName| (of.namespace != member.table.namespace).then(|| of.namespace.clone());
        let partition = Self {
            namespace: other(&name),
            within_namespace: other(&parent),
            within: (parent != member.table).then_some(parent.name),
            parameters: text::parameters(row.options.as_deref()),
            table: member.table,
            name: member.name,
            bound: bound(&row.bound)?,
            partition_by: row.partition_key.map(|key| key.key(row.oid, found)).transpose()?,
            closed: row.closed,
            index_names: BTreeMap::new(),
        };
        let parts = row.parts.into_iter().map(|part| (part.whole, part.name));
        found.call_parts(partition.id(), parts.collect());
        found.add(partition)
    }
}

/// The bound as PostgreSQL writes it.
fn bound(sql: &str) -> Result<PartitionBound, Error> {
    if sql == "DEFAULT" {
        return Ok(PartitionBound::Default);
    }
    let within = |opens: &str, closes: &str| text::between(sql, opens, closes);
    if let Some(values) = within("FOR VALUES IN (", ")") {
        let values = text::split(values, ',').into_iter().map(text::constant);
        return Ok(PartitionBound::List(values.collect()));
    }
    if let Some(ends) = within("FOR VALUES FROM (", ")")
        && let [from, _, to] = text::split(&format!("({ends})"), ' ').as_slice()
    {
        return Ok(PartitionBound::Range {
            from: values(from),
            to: values(to),
        });
    }
    if let Some(numbers) = within("FOR VALUES WITH (modulus ", ")")
        && let Some((modulus, remainder)) = numbers.split_once(", remainder ")
        && let (Ok(modulus), Ok(remainder)) = (modulus.parse(), remainder.parse())
    {
        return Ok(PartitionBound::Hash { modulus, remainder });
    }
    Err(strange("the bound of a partition", sql))
}

/// `(1, MAXVALUE)`
fn values(list: &str) -> Vec<BoundValue> {
    let inner = list.strip_prefix('(').and_then(|list| list.strip_suffix(')'));
    let values = text::split(inner.unwrap_or(list), ',').into_iter();
    values
        .map(|value| match value {
            "MINVALUE" => BoundValue::Least,
            "MAXVALUE" => BoundValue::Most,
            value => BoundValue::Value(text::constant(value)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_as_they_are_written() {
        let range = bound("FOR VALUES FROM ('a) TO (b', 1) TO (MAXVALUE, 2)").map(|bound| match bound {
            PartitionBound::Range { from, to } => (from.len(), to),
            _ => (0, Vec::new()),
        });
        let (from, to) = range.unwrap_or_default();
        assert_eq!((from, to.first()), (2, Some(&BoundValue::Most)));
        assert!(matches!(
            bound("FOR VALUES WITH (modulus 4, remainder 3)"),
            Ok(PartitionBound::Hash {
                modulus: 4,
                remainder: 3
            })
        ));
        assert!(bound("FOR VALUES IN (NULL, 'a')").is_ok_and(|bound| bound.holds_null()));
    }
}
