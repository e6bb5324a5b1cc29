//! Publications.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use voxanne_schema::model::{self, PublishedOperation, PublishedTable};
use voxanne_schema::name::Name;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Publication {
    name: Name,
    all_tables: bool,
    insert: bool,
    update: bool,
    delete: bool,
    truncate: bool,
    via_root: bool,
    generated: String,
    tables: Option<Vec<Table>>,
    namespaces: Option<BTreeSet<Name>>,
}

#[derive(Deserialize)]
struct Table {
    oid: u32,
    relation: u32,
    columns: Option<Vec<Name>>,
    filter: Option<String>,
}

impl Introspect for model::Publication {
    type Row = Publication;

    fn query(scope: &Scope) -> String {
        let parts = scope.pick(
            15,
            "'columns', CASE WHEN r.prattrs IS NOT NULL THEN ARRAY(
            SELECT a.attname FROM unnest(r.prattrs::int2[]) WITH ORDINALITY AS e (number, place)
            JOIN pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = e.number ORDER BY e.place) END,
        'filter', pg_get_expr(r.prqual, r.prrelid)",
            "'columns', NULL, 'filter', NULL",
        );
        let namespaces = scope.pick(
            15,
            "ARRAY(SELECT n.nspname FROM pg_publication_namespace AS s JOIN pg_namespace AS n ON n.oid = s.pnnspid
        WHERE s.pnpubid = p.oid)",
            "NULL::name[]",
        );
        let generated = scope.pick(18, "p.pubgencols::text", "'n'");
        format!(
            r#"SELECT p.pubname AS name, p.puballtables AS all_tables, p.pubinsert AS insert, p.pubupdate AS update,
    p.pubdelete AS delete, p.pubtruncate AS truncate, p.pubviaroot AS via_root, {generated} AS generated,
    (SELECT json_agg(json_build_object('oid', r.oid::int8, 'relation', r.prrelid::int8, {parts}))
        FROM pg_publication_rel AS r WHERE r.prpubid = p.oid) AS tables,
    {namespaces} AS namespaces
FROM pg_publication AS p
WHERE {}"#,
            scope.own("pg_publication", "p.oid"),
        )
    }

    fn read(row: Publication, found: &mut Found) -> Result<(), Error> {
        if row.generated != "n" {
            found.name("generated columns of a publication", row.name.to_string());
        }
        let operations = [
            (row.insert, PublishedOperation::Insert),
            (row.update, PublishedOperation::Update),
            (row.delete, PublishedOperation::Delete),
            (row.truncate, PublishedOperation::Truncate),
        ];
        let operations = operations.into_iter().filter(|(published, _)| *published);
        let mut tables = BTreeMap::new();
        for table in row.tables.unwrap_or_default() {
            let name = found.names.relation_name(table.relation)?;
            if !found.names.is_whole_table(table.relation) {
                found.name("partition in a publication", format!("{name} in {}", row.name));
                continue;
            }
            let filter = table.filter.as_deref();
            let published = PublishedTable {
                columns: table.columns.unwrap_or_default(),
                filter: filter.map(|sql| found.expression(class::PUBLICATION_TABLE, table.oid, sql)),
            };
            tables.insert(name, published);
        }
        let publication = Self {
            name: row.name,
            all_tables: row.all_tables,
            tables,
            namespaces: row.namespaces.unwrap_or_default(),
            operations: operations.map(|(_, operation)| operation).collect(),
            via_root: row.via_root,
        };
        found.add(publication)
    }
}
