use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    pub label: String,
    #[col(primary_key)]
    pub code: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
