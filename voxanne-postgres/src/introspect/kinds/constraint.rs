//! Constraints of tables. Those that a partition has from its table are the table's.

use serde::Deserialize;
use voxanne_schema::model::{
    self, ConstraintDefinition, Exclusion, ExclusionElement, ForeignKey, KeyIndex, ReferentialAction,
};
use voxanne_schema::name::Name;

use super::key::{self, KEYS};
use super::trigger::deferral;
use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::text;

#[derive(Deserialize)]
pub(in crate::introspect) struct Constraint {
    oid: u32,
    table: u32,
    name: Name,
    kind: char,
    deferrable: bool,
    deferred: bool,
    validated: bool,
    no_inherit: bool,
    inherited: bool,
    check: Option<String>,
    columns: Vec<Name>,
    references: u32,
    referenced: Vec<Name>,
    on_delete: char,
    on_update: char,
    match_full: bool,
    sets: Vec<Name>,
    index: Option<Index>,
    operators: Vec<String>,
    lacks: Vec<Option<String>>,
}

#[derive(Deserialize)]
struct Index {
    oid: u32,
    method: String,
    nulls_not_distinct: bool,
    filter: Option<String>,
    include: Vec<Name>,
    options: Option<Vec<String>>,
    keys: Vec<key::Row>,
}

/// The names behind a list of numbers of columns.
fn columns(list: &str, relation: &str) -> String {
    format!(
        "ARRAY(SELECT a.attname FROM unnest({list}) WITH ORDINALITY AS e (number, place)
        JOIN pg_attribute AS a ON a.attrelid = {relation} AND a.attnum = e.number ORDER BY e.place)"
    )
}

impl Introspect for model::Constraint {
    type Row = Constraint;

    fn query(scope: &Scope) -> String {
        let index = format!(
            "(SELECT json_build_object('oid', i.indexrelid::int8, 'method', m.amname, 'nulls_not_distinct', {},
        'filter', pg_get_expr(i.indpred, i.indrelid), 'options', x.reloptions, 'include', ARRAY(SELECT a.attname
            FROM unnest(i.indkey) WITH ORDINALITY AS e (number, place) JOIN pg_attribute AS a
                ON a.attrelid = i.indrelid AND a.attnum = e.number WHERE e.place > i.indnkeyatts ORDER BY e.place),
        'keys', {KEYS})
        FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_am AS m ON m.oid = x.relam
        WHERE i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x'))",
            scope.pick(15, "i.indnullsnotdistinct", "false")
        );
        format!(
            r#"SELECT k.oid::int8 AS oid, k.conrelid::int8 AS "table", k.conname AS name, k.contype AS kind,
    k.condeferrable AS deferrable, k.condeferred AS deferred, k.convalidated AS validated,
    k.connoinherit AND k.contype = 'c' AS no_inherit, k.coninhcount > 0 AND NOT k.conislocal AS inherited,
    CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS check,
    {} AS columns, k.confrelid::int8 AS references, {} AS referenced, k.confdeltype AS on_delete,
    k.confupdtype AS on_update, k.confmatchtype = 'f' AS match_full, {} AS sets, {index} AS index,
    ARRAY(SELECT CASE WHEN onn.nspname = 'pg_catalog' THEN o.oprname::text
            ELSE format('OPERATOR(%I.%s)', onn.nspname, o.oprname) END
        FROM unnest(k.conexclop) WITH ORDINALITY AS e (operator, place) JOIN pg_operator AS o ON o.oid = e.operator
        JOIN pg_namespace AS onn ON onn.oid = o.oprnamespace ORDER BY e.place) AS operators,
    {} AS lacks
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'x', 'c', 'f') AND k.conparentid = 0 AND c.relkind IN ('r', 'p')
    AND NOT (c.relispartition AND k.coninhcount > 0) AND {} AND {}"#,
            columns("k.conkey", "k.conrelid"),
            columns("k.confkey", "k.confrelid"),
            columns(scope.pick(15, "k.confdelsetcols", "NULL::int2[]"), "k.conrelid"),
            lacks(scope),
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: Constraint, found: &mut Found) -> Result<(), Error> {
        let table = found.names.relation_name(row.table)?;
        let place = format!("{} on {table}", row.name);
        // What a partition has alone is carried as SQL.
        if found.names.is_partition(row.table) {
            return Ok(());
        }
        for what in row.lacks.iter().flatten() {
            found.name(what.clone(), place.clone());
        }
        if row.inherited {
            found.name("constraint that is inherited alone", place.clone());
        }
        let is_key = matches!(row.kind, 'p' | 'u');
        let index = row.index.as_ref().filter(|_| is_key);
        let index = index.map_or_else(KeyIndex::default, |index| KeyIndex {
            include: index.include.clone(),
            parameters: text::parameters(index.options.as_deref()),
        });
        let constraint = Self {
            definition: definition(&row, &place, found)?,
            table,
            deferral: deferral(row.deferrable, row.deferred),
            name: row.name,
            validated: row.validated,
            no_inherit: row.no_inherit,
            index,
        };
        found.add(constraint)
    }
}

/// What a constraint may say that the model has no form for.
fn lacks(scope: &Scope) -> String {
    format!(
        "ARRAY(SELECT 'constraint that is not enforced' WHERE {}
        UNION ALL SELECT 'WITHOUT OVERLAPS or PERIOD' WHERE {}
        UNION ALL SELECT unnest(ARRAY[CASE WHEN i.indnatts > i.indnkeyatts AND k.contype = 'x'
            THEN 'columns that a key carries' END,
            CASE WHEN x.reloptions IS NOT NULL AND k.contype = 'x' THEN 'storage of a constraint' END,
            CASE WHEN x.reltablespace <> 0 THEN 'tablespace of a constraint' END])
        FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x'))",
        scope.pick(18, "NOT k.conenforced", "false"),
        scope.pick(18, "k.conperiod", "false"),
    )
}

fn definition(row: &Constraint, place: &str, found: &mut Found) -> Result<ConstraintDefinition, Error> {
    let columns = row.columns.clone();
    Ok(match row.kind {
        'p' => ConstraintDefinition::PrimaryKey(columns),
        'u' => ConstraintDefinition::Unique {
            columns,
            nulls_not_distinct: row.index.as_ref().is_some_and(|index| index.nulls_not_distinct),
        },
        'c' => {
            let sql = row.check.as_deref().unwrap_or_default();
            ConstraintDefinition::Check(found.expression(class::CONSTRAINT, row.oid, sql))
        }
        'f' => ConstraintDefinition::ForeignKey(ForeignKey {
            columns,
            references: found.names.relation_name(row.references)?,
            referenced_columns: row.referenced.clone(),
            on_delete: action(row.on_delete)?,
            on_update: action(row.on_update)?,
            match_full: row.match_full,
            sets: row.sets.clone(),
        }),
        'x' => ConstraintDefinition::Exclude(exclusion(row, place, found)?),
        other => return Err(strange("a constraint", other)),
    })
}

fn action(code: char) -> Result<ReferentialAction, Error> {
    Ok(match code {
        'a' => ReferentialAction::NoAction,
        'r' => ReferentialAction::Restrict,
        'c' => ReferentialAction::Cascade,
        'n' => ReferentialAction::SetNull,
        'd' => ReferentialAction::SetDefault,
        other => return Err(strange("the action of a foreign key", other)),
    })
}

fn exclusion(row: &Constraint, place: &str, found: &mut Found) -> Result<Exclusion, Error> {
    let index = row.index.as_ref();
    let index = index.ok_or_else(|| strange("an exclusion", "one without an index"))?;
    let method = key::method(&index.method);
    let method = method.ok_or_else(|| strange("the method of an exclusion", &index.method))?;
    let mut elements = Vec::new();
    for (key, operator) in index.keys.iter().zip(&row.operators) {
        elements.push(ExclusionElement {
            key: key.key(index.oid, place, found),
            operator: operator.clone(),
        });
    }
    let filter = index.filter.as_deref();
    Ok(Exclusion {
        method,
        elements,
        filter: filter.map(|sql| found.expression(class::RELATION, index.oid, sql)),
    })
}
