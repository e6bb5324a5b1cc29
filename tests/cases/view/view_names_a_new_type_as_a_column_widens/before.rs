use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i32,
    pub state: String,
}

/// Orders that count.
#[derive(View)]
#[view(name = "counted", no_rules, query = "
    SELECT id, amount, state
    FROM public.orders
    WHERE amount > 0
")]
pub struct Counted {
    pub id: Option<i64>,
    pub amount: Option<i32>,
    pub state: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>()
        .view::<Counted>();
    d.module(module)
}
