use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", primary_key(label, id), no_rules)]
pub struct Order {
    #[col(identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("key_by_label").table::<Order>())
}
