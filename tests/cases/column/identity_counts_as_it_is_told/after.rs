use crate::cases::prelude::*;

/// Shops.
#[derive(Table)]
#[table(name = "shops", shared = "a test", no_rules)]
pub struct Shop {
    #[col(primary_key)]
    pub id: i64,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity(by_default, start = 1000, increment = 10, max = 9990, cache = 20, cycle))]
    pub id: i64,
    #[col(identity(increment = -1))]
    pub left: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_shops").table::<Shop>())
        .module(Module::new("create_orders").table::<Order>())
}
