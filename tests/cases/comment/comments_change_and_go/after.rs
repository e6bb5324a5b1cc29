use crate::cases::prelude::*;

/// What somebody ordered, in the words of the person who took the order, and never translated.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("explain_orders")
            .table::<Order>(),
    )
}
