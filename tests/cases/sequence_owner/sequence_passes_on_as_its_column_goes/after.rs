use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
#[sequence(owned_by = Order::place)]
pub struct OrderNo(i64);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub label: String,
    #[col(default = 0)]
    pub place: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .sequence::<OrderNo>()
        .table::<Order>();
    d.module(module)
}
