use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub label: String,
    #[col(identity = by_default)]
    pub no: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
