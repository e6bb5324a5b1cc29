use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(references = Customer::id)]
    pub customer_id: Option<i64>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Customer>().table::<Order>())
}
