use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
#[sequence(owned_by = Order::no)]
pub struct OrderNo(i64);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    #[col(default = nextval::<OrderNo>())]
    pub no: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .sequence::<OrderNo>()
        .table::<Order>();
    d.module(module)
}
