use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

#[derive(Table)]
#[table(name = "big_orders", shared = "a test", no_rules)]
pub struct Big {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("keep_big_orders").table::<Order>().table::<Big>())
}
