//! The commands, as types: so that a policy for TRUNCATE, which PostgreSQL lacks, does not compile.

use crate::model::{Command, Privilege, TriggerEvent};

/// Defines the command markers.
macro_rules! commands {
    ($( $(#[$doc:meta])* $name:ident, )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
    )+ };
}

commands! {
    /// Every command; in a policy only.
    All,
    /// `SELECT`
    Select,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `TRUNCATE`
    Truncate,
    /// To point at rows by foreign keys: `REFERENCES`, a privilege.
    References,
    /// To create triggers: `TRIGGER`, a privilege.
    Trigger,
    /// To vacuum, analyze, cluster, reindex and lock: `MAINTAIN`, a privilege from PostgreSQL 17 on.
    Maintain,
}

/// A command that a policy can be for.
#[diagnostic::on_unimplemented(
    message = "a policy cannot be for this",
    label = "`{Self}` is not a command of policies",
    note = "use one of All, Select, Insert, Update, Delete"
)]
pub trait PolicyCommand {
    /// The command.
    const COMMAND: Command;
}

/// A command that fires triggers.
#[diagnostic::on_unimplemented(
    message = "this fires no triggers",
    label = "`{Self}` is not an event of triggers",
    note = "use one of Insert, Update, Delete, Truncate, or a tuple of them"
)]
pub trait TriggerEvents {
    /// The events, in SQL's order.
    fn events() -> Vec<TriggerEvent>;
}

/// A privilege on a table.
#[diagnostic::on_unimplemented(
    message = "this is not a privilege on a table",
    label = "`{Self}` is not a privilege",
    note = "use one of Select, Insert, Update, Delete, Truncate, or a tuple of them"
)]
pub trait TablePrivileges {
    /// The privileges.
    fn privileges() -> Vec<Privilege>;
}

/// Says which traits a command has.
macro_rules! implement {
    ($trait:ident :: $method:ident -> $target:ident: $( $name:ident ),+) => { $(
        #[diagnostic::do_not_recommend]
        impl $trait for $name {
            fn $method() -> Vec<$target> {
                vec![$target::$name]
            }
        }
    )+ };
    ($( $name:ident ),+) => { $(
        #[diagnostic::do_not_recommend]
        impl PolicyCommand for $name {
            const COMMAND: Command = Command::$name;
        }
    )+ };
}

implement!(All, Select, Insert, Update, Delete);
implement!(TriggerEvents::events -> TriggerEvent: Insert, Update, Delete, Truncate);
implement!(TablePrivileges::privileges -> Privilege: Select, Insert, Update, Delete, Truncate, References, Trigger, Maintain);

#[diagnostic::do_not_recommend]
impl TablePrivileges for All {
    fn privileges() -> Vec<Privilege> {
        <(Select, Insert, Update, Delete, Truncate, References, Trigger)>::privileges()
    }
}

/// Tuples of commands.
macro_rules! tuples {
    ($( ($($part:ident),+), )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($part: TriggerEvents),+> TriggerEvents for ($($part,)+) {
            fn events() -> Vec<TriggerEvent> {
                let mut events: Vec<_> = [$($part::events()),+].concat();
                events.sort_unstable();
                events.dedup();
                events
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($part: TablePrivileges),+> TablePrivileges for ($($part,)+) {
            fn privileges() -> Vec<Privilege> {
                [$($part::privileges()),+].concat()
            }
        }
    )+ };
}

tuples! {
    (A, B),
    (A, B, C),
    (A, B, C, D),
    (A, B, C, D, E),
    (A, B, C, D, E, F),
    (A, B, C, D, E, F, G),
}
