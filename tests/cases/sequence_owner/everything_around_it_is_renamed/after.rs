use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
#[sequence(owned_by = Order::number, renamed_from = "order_no")]
pub struct OrderNumber(i64);

/// Orders.
#[derive(Table)]
#[table(name = "purchases", shared = "a test", no_rules, renamed_from = "orders")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    #[col(default = nextval::<OrderNumber>(), renamed_from = "no")]
    pub number: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .sequence::<OrderNumber>()
        .table::<Order>();
    d.module(module)
}
