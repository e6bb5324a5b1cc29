//! The keys of an index, of its own or behind a constraint.

use serde::Deserialize;
use voxanne_schema::model::{IndexElement, IndexKey, IndexMethod, NullsOrder, SortDirection};
use voxanne_schema::name::{Name, QualifiedName};

use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::text;

#[derive(Deserialize)]
pub(super) struct Row {
    column: Option<Name>,
    sql: Option<String>,
    collation: Option<QualifiedName>,
    class: Option<Name>,
    class_namespace: Option<Name>,
    options: u16,
    parameters: Option<Vec<String>>,
    statistics: Option<i32>,
}

/// The keys of the index `i`, a row of `pg_index`.
pub(super) const KEYS: &str = r#"(SELECT json_agg(json_build_object('column', ka.attname,
        'sql', CASE WHEN e.number = 0 THEN pg_get_indexdef(i.indexrelid, e.place::int4, false) END,
        'collation', (SELECT json_build_object('namespace', kn.nspname, 'name', k.collname)
            FROM pg_collation AS k JOIN pg_namespace AS kn ON kn.oid = k.collnamespace
            WHERE k.oid = e.coll AND e.coll <> coalesce(ka.attcollation, 100)),
        'class', (SELECT o.opcname FROM pg_opclass AS o WHERE o.oid = e.class
            AND (NOT o.opcdefault OR own.attoptions IS NOT NULL)),
        'class_namespace', (SELECT cn.nspname FROM pg_opclass AS o JOIN pg_namespace AS cn ON cn.oid = o.opcnamespace
            WHERE o.oid = e.class AND (NOT o.opcdefault OR own.attoptions IS NOT NULL)
                AND cn.nspname NOT IN ('pg_catalog', 'public')),
        'options', e.options, 'parameters', own.attoptions, 'statistics', nullif(own.attstattarget, -1))
        ORDER BY e.place)
        FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
            WITH ORDINALITY AS e (number, class, coll, options, place)
        JOIN pg_attribute AS own ON own.attrelid = i.indexrelid AND own.attnum = e.place
        LEFT JOIN pg_attribute AS ka ON ka.attrelid = i.indrelid AND ka.attnum = e.number AND e.number <> 0)"#;

impl Row {
    /// The key of an index.
    pub(super) fn key(&self, index: u32, of: &str, found: &mut Found) -> IndexKey {
        if self.statistics.is_some() {
            found.name("statistics target of an index", of);
        }
        let element = match &self.column {
            Some(name) => IndexElement::Column(name.clone()),
            None => IndexElement::Expression(found.expression(
                class::RELATION,
                index,
                self.sql.as_deref().unwrap_or_default(),
            )),
        };
        let descending = self.options & 1 != 0;
        let first = self.options & 2 != 0;
        IndexKey {
            element,
            collation: self.collation.clone(),
            direction: if descending {
                SortDirection::Descending
            } else {
                SortDirection::Ascending
            },
            nulls: match (descending, first) {
                (false, true) => Some(NullsOrder::First),
                (true, false) => Some(NullsOrder::Last),
                _ => None,
            },
            operator_class: self.class.clone(),
            class_namespace: self.class_namespace.clone(),
            class_parameters: text::parameters(self.parameters.as_deref()),
        }
    }
}

/// How an index is built; none where an extension brings the method.
pub(super) fn method(name: &str) -> Option<IndexMethod> {
    let all = [
        IndexMethod::Btree,
        IndexMethod::Hash,
        IndexMethod::Gin,
        IndexMethod::Gist,
        IndexMethod::Spgist,
        IndexMethod::Brin,
    ];
    all.into_iter().find(|method| method.sql() == name)
}
