use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity(start = 100, increment = 10, max = 2000, cache = 5))]
    pub id: i32,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>();
    d.module(module)
}
