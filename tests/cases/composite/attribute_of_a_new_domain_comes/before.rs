use crate::cases::prelude::*;

/// A price.
#[derive(Composite)]
pub struct Price {
    pub amount: i32,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub price: Option<Price>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .composite::<Price>()
        .table::<Order>();
    d.module(module)
}
