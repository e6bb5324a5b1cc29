use crate::cases::prelude::*;

/// What becomes of an order.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Closed,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub state: String,
}

/// Orders that count.
#[derive(View)]
#[view(name = "counted", no_rules, query = "
    SELECT id, amount, state::public.order_state AS state
    FROM public.orders
    WHERE amount > 0
")]
pub struct Counted {
    pub id: Option<i64>,
    pub amount: Option<i64>,
    pub state: Option<State>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<State>()
        .table::<Order>()
        .view::<Counted>();
    d.module(module)
}
