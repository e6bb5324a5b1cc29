use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    New,
    Done,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_states").enumeration::<State>())
        .module(Module::new("create_orders").table::<Order>())
}
