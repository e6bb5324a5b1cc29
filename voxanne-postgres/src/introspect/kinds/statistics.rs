//! Extended statistics.

use serde::Deserialize;
use voxanne_schema::model::{self, IndexElement, StatisticsKind};
use voxanne_schema::name::{Name, QualifiedName};

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Statistics {
    oid: u32,
    namespace: Name,
    name: Name,
    table: u32,
    kinds: Vec<char>,
    columns: Vec<Name>,
    expressions: Option<Vec<String>>,
    target: Option<u16>,
}

impl Introspect for model::Statistics {
    type Row = Statistics;

    fn query(scope: &Scope) -> String {
        format!(
            r#"SELECT s.oid::int8 AS oid, n.nspname AS namespace, s.stxname AS name, s.stxrelid::int8 AS "table",
    s.stxkind AS kinds, ARRAY(SELECT a.attname FROM unnest(s.stxkeys::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute AS a ON a.attrelid = s.stxrelid AND a.attnum = k.number ORDER BY k.place) AS columns,
    CASE WHEN s.stxexprs IS NOT NULL THEN pg_get_statisticsobjdef_expressions(s.oid) END AS expressions,
    nullif(s.stxstattarget, -1) AS target
FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = s.stxnamespace
WHERE {} AND {}"#,
            scope.reads("n.nspname"),
            scope.own("pg_statistic_ext", "s.oid"),
        )
    }

    fn read(row: Statistics, found: &mut Found) -> Result<(), Error> {
        let table = found.names.relation_name(row.table)?;
        let name = QualifiedName::new(row.namespace, row.name);
        if table.namespace != name.namespace || !found.names.is_whole_table(row.table) {
            found.name("statistics of a partition or in another schema", name.to_string());
            return Ok(());
        }
        let kinds: Vec<StatisticsKind> = row.kinds.iter().filter_map(|code| kind(*code)).collect();
        let columns = row.columns.into_iter().map(IndexElement::Column);
        let expressions = row.expressions.unwrap_or_default().into_iter();
        let expressions = expressions
            .map(|sql| IndexElement::Expression(found.expression(class::STATISTICS, row.oid, &sql)));
        let statistics = Self {
            table,
            name: name.name,
            kinds: if kinds.len() == StatisticsKind::ALL.len() {
                Default::default()
            } else {
                kinds.into_iter().collect()
            },
            keys: columns.chain(expressions).collect(),
            target: row.target,
        };
        found.add(statistics)
    }
}

/// What is counted of expressions goes without saying.
fn kind(code: char) -> Option<StatisticsKind> {
    match code {
        'd' => Some(StatisticsKind::Ndistinct),
        'f' => Some(StatisticsKind::Dependencies),
        'm' => Some(StatisticsKind::Mcv),
        _ => None,
    }
}
