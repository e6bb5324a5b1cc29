//! Composite types. The row type of a table is none.

use serde::Deserialize;
use voxanne_schema::model::{self, Attribute};
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Composite {
    namespace: Name,
    name: Name,
    attributes: Option<Vec<Part>>,
}

#[derive(Deserialize)]
struct Part {
    name: Name,
    type_oid: u32,
    type_text: Option<String>,
    collated: bool,
}

impl Introspect for model::Composite {
    type Row = Composite;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT n.nspname AS namespace, c.relname AS name,
    (SELECT json_agg(json_build_object('name', a.attname, 'type_oid', a.atttypid::int8, 'type_text',
        CASE WHEN a.atttypmod <> -1 THEN format_type(a.atttypid, a.atttypmod) END,
        'collated', a.attcollation <> t.typcollation) ORDER BY a.attnum)
        FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_type AS o ON o.typrelid = c.oid
WHERE c.relkind = 'c' AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_type", "o.oid"),
        )
    }

    fn read(row: Composite, found: &mut Found) -> Result<(), Error> {
        let name = QualifiedName::new(row.namespace, row.name);
        let mut attributes = Vec::new();
        for part in row.attributes.unwrap_or_default() {
            if part.collated {
                found.name("collation of an attribute", format!("{name}.{}", part.name));
            }
            attributes.push(Attribute {
                name: part.name,
                data_type: found.names.data_type(part.type_oid, part.type_text.as_deref())?,
            });
        }
        found.add(Self { name, attributes })
    }
}
