use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules, primary_key(id, day))]
pub struct Order {
    pub id: i64,
    pub day: Date,
    pub note: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
