//! Domains, with their checks.

use serde::Deserialize;
use voxanne_schema::model::{self, DomainCheck};
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Domain {
    oid: u32,
    namespace: Name,
    name: Name,
    type_oid: u32,
    type_text: Option<String>,
    collation: Option<Name>,
    required: bool,
    default: Option<String>,
    checks: Option<Vec<Check>>,
}

#[derive(Deserialize)]
struct Check {
    oid: u32,
    name: Name,
    sql: String,
    validated: bool,
}

impl Introspect for model::Domain {
    type Row = Domain;

    fn query(scope: &Scope) -> String {
        format!(
            r#"SELECT t.oid::int8 AS oid, n.nspname AS namespace, t.typname AS name, t.typbasetype::int8 AS type_oid,
    CASE WHEN t.typtypmod <> -1 THEN format_type(t.typbasetype, t.typtypmod) END AS type_text,
    k.collname AS collation, t.typnotnull AS required, pg_get_expr(t.typdefaultbin, 0) AS "default",
    (SELECT json_agg(json_build_object('oid', c.oid::int8, 'name', c.conname, 'sql', pg_get_expr(c.conbin, 0),
        'validated', c.convalidated) ORDER BY c.conname)
        FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c') AS checks
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_type AS b ON b.oid = t.typbasetype
LEFT JOIN pg_collation AS k ON k.oid = t.typcollation AND t.typcollation <> b.typcollation
WHERE t.typtype = 'd' AND {} AND {}"#,
            scope.reads("n.nspname"),
            scope.own("pg_type", "t.oid"),
        )
    }

    fn read(row: Domain, found: &mut Found) -> Result<(), Error> {
        let mut domain = Self {
            name: QualifiedName::new(row.namespace, row.name),
            data_type: found.names.data_type(row.type_oid, row.type_text.as_deref())?,
            collation: row.collation,
            nullable: !row.required,
            default: row
                .default
                .map(|sql| found.expression(class::TYPE, row.oid, &sql)),
            checks: Vec::new(),
        };
        for check in row.checks.unwrap_or_default() {
            domain = domain.with_check(DomainCheck {
                name: check.name,
                condition: found.expression(class::CONSTRAINT, check.oid, &check.sql),
                validated: check.validated,
            });
        }
        found.add(domain)
    }
}
