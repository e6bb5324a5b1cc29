use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    Open,
    Done,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
    #[col(default = State::Open)]
    pub state: State,
}

#[derive(View)]
#[view(
    name = "open_orders",
    no_rules,
    query = "
        SELECT orders.id, orders.state
        FROM public.orders
        WHERE orders.state = 'open'"
)]
pub struct Open {
    pub id: i64,
    pub state: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("finish_orders").enumeration::<State>().table::<Order>().view::<Open>())
}
