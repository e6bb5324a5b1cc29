use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Closed,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(default = State::Open)]
    pub state: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .enumeration::<State>()
            .table::<Order>(),
    )
}
