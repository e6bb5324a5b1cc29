//! Aggregates.

use serde::Deserialize;
use voxanne_schema::model::{self, Parallel};

use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Aggregate {
    oid: u32,
    ordinary: bool,
    transition: u32,
    state: u32,
    initial: Option<String>,
    end: Option<u32>,
    combine: Option<u32>,
    parallel: char,
    more: bool,
}

impl Introspect for model::Aggregate {
    type Row = Aggregate;

    fn query(scope: &Scope) -> String {
        format!(
            r#"SELECT p.oid::int8 AS oid, a.aggkind = 'n' AND p.provariadic = 0 AS ordinary,
    a.aggtransfn::oid::int8 AS transition, a.aggtranstype::int8 AS state, a.agginitval AS initial,
    nullif(a.aggfinalfn::oid, 0)::int8 AS "end", nullif(a.aggcombinefn::oid, 0)::int8 AS combine,
    p.proparallel AS parallel, a.aggserialfn::oid <> 0 OR a.aggmtransfn::oid <> 0 OR a.aggsortop <> 0
        OR a.aggfinalextra OR a.aggtransspace <> 0 OR a.aggfinalmodify <> 'r' AS more
FROM pg_aggregate AS a JOIN pg_proc AS p ON p.oid = a.aggfnoid JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE {} AND {}"#,
            scope.reads("n.nspname"),
            scope.own("pg_proc", "p.oid"),
        )
    }

    fn read(row: Aggregate, found: &mut Found) -> Result<(), Error> {
        let signature = found.names.signature(row.oid)?;
        if !row.ordinary {
            found.name("ordered-set or variadic aggregate", signature.to_string());
            return Ok(());
        }
        if row.more {
            found.name("parts of an aggregate", signature.to_string());
        }
        let function = |oid: u32| found.names.signature(oid);
        let aggregate = Self {
            name: signature.name,
            arguments: signature.arguments,
            transition: function(row.transition)?,
            state: found.names.data_type(row.state, None)?,
            initial: row.initial,
            end: row.end.map(function).transpose()?,
            combine: row.combine.map(function).transpose()?,
            parallel: match row.parallel {
                'u' => Parallel::Unsafe,
                'r' => Parallel::Restricted,
                's' => Parallel::Safe,
                other => return Err(strange("the parallel safety of an aggregate", other)),
            },
        };
        found.add(aggregate)
    }
}
