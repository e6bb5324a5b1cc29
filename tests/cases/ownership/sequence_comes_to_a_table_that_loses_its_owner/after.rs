use crate::cases::prelude::*;

/// Numbers of orders.
#[derive(Sequence)]
#[sequence(name = "order_no", owned_by = Order::no)]
pub struct OrderNo(i64);

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub no: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("count_orders")
            .sequence::<OrderNo>()
            .table::<Order>(),
    )
}
