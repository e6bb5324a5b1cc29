//! Kinds that are not read yet.

use voxanne_schema::model;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

macro_rules! pending {
    ($($kind:ident),+ $(,)?) => { $(
        impl Introspect for model::$kind {
            type Row = ();

            fn query(_scope: &Scope) -> String {
                "SELECT NULL WHERE false".to_owned()
            }

            fn read(_row: (), _found: &mut Found) -> Result<(), Error> {
                Ok(())
            }
        }
    )+ };
}

pending!(
    Domain,
    Composite,
    Sequence,
    Table,
    SequenceOwner,
    Partition,
    Constraint,
    Function,
    Procedure,
    Aggregate,
    View,
    MaterializedView,
    Index,
    Statistics,
    Trigger,
    Policy,
    RowSecurity,
    Ownership,
    Grant,
    DefaultPrivileges,
    EventTrigger,
    Publication,
    Comment,
);
