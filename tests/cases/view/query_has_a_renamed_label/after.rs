use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Open,
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

#[derive(View)]
#[view(name = "open_orders", no_rules, query = "SELECT orders.id FROM public.orders WHERE orders.state IN ('open')")]
pub struct OpenOrder {
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<State>()
        .table::<Order>()
        .view::<OpenOrder>();
    d.module(module)
}
