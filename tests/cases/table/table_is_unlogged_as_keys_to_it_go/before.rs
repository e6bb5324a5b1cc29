use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

#[derive(Table)]
#[table(name = "lines", shared = "a test", no_rules)]
pub struct Line {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Order::id)]
    pub order_id: i64,
    pub amount: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
        .module(Module::new("create_lines").table::<Line>())
}
