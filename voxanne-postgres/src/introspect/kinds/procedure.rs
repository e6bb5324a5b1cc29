//! Procedures: functions that return nothing at all.

use voxanne_schema::model;

use super::Introspect;
use super::function::{self, Function};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

impl Introspect for model::Procedure {
    type Row = Function;

    fn query(scope: &Scope) -> String {
        function::query(scope, "p.prokind = 'p'")
    }

    fn read(row: Function, found: &mut Found) -> Result<(), Error> {
        let procedure = row.function(found)?;
        found.add(Self(procedure))
    }
}
