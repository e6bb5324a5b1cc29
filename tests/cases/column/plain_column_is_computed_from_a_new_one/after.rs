use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(generated = sql::<i64>("amount * 2"))]
    pub doubled: i64,
    #[col(default = 1)]
    pub amount: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("compute_orders").table::<Order>())
}
