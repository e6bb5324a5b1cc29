use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    New,
    Paid,
    Done,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "state")]
    pub progress: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_states").then("change_states").enumeration::<State>())
        .module(Module::new("create_orders").then("change_orders").table::<Order>())
}
