use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity(always, start = 1, increment = 1, min = 1, max = i64::MAX, cache = 1))]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
