//! What a table or a partition is partitioned by.

use serde::Deserialize;
use voxanne_schema::model::{IndexElement, PartitionElement, PartitionKey, PartitionMethod};
use voxanne_schema::name::{Name, QualifiedName};

use super::strange;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::text;

#[derive(Deserialize)]
pub(super) struct Row {
    method: char,
    elements: Vec<Element>,
    /// All expressions, separated by commas.
    expressions: Option<String>,
}

#[derive(Deserialize)]
struct Element {
    /// None for an expression.
    column: Option<Name>,
    collation: Option<QualifiedName>,
    class: Option<Name>,
}

/// The key of the relation `c`.
pub(super) const PARTITION_KEY: &str = r#"(SELECT json_build_object('method', pk.partstrat,
        'expressions', pg_get_expr(pk.partexprs, pk.partrelid),
        'elements', (SELECT json_agg(json_build_object('column', ka.attname,
            'collation', (SELECT json_build_object('namespace', kn.nspname, 'name', k.collname)
                FROM pg_collation AS k JOIN pg_namespace AS kn ON kn.oid = k.collnamespace
                WHERE k.oid = e.coll AND e.coll <> coalesce(ka.attcollation, 100)),
            'class', (SELECT o.opcname FROM pg_opclass AS o WHERE o.oid = e.class AND NOT o.opcdefault))
            ORDER BY e.place)
            FROM unnest(pk.partattrs::int2[], pk.partclass::oid[], pk.partcollation::oid[])
                WITH ORDINALITY AS e (number, class, coll, place)
            LEFT JOIN pg_attribute AS ka ON ka.attrelid = pk.partrelid AND ka.attnum = e.number AND e.number <> 0))
        FROM pg_partitioned_table AS pk WHERE pk.partrelid = c.oid)"#;

impl Row {
    /// The key of a relation.
    pub(super) fn key(self, relation: u32, found: &Found) -> Result<PartitionKey, Error> {
        let method = match self.method {
            'r' => PartitionMethod::Range,
            'l' => PartitionMethod::List,
            'h' => PartitionMethod::Hash,
            other => return Err(strange("a partition key", other)),
        };
        let expressions = self.expressions.unwrap_or_default();
        let mut expressions = text::split(&expressions, ',').into_iter();
        let mut elements = Vec::new();
        for part in self.elements {
            let element = match part.column {
                Some(name) => IndexElement::Column(name),
                None => {
                    let sql = expressions.next();
                    let sql = sql.ok_or_else(|| strange("a partition key", "an expression too few"))?;
                    IndexElement::Expression(found.expression(class::RELATION, relation, sql))
                }
            };
            elements.push(PartitionElement {
                element,
                collation: part.collation,
                operator_class: part.class,
            });
        }
        Ok(PartitionKey { method, elements })
    }
}
