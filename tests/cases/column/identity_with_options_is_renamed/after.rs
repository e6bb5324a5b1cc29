use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "purchases", renamed_from = "orders", shared = "a test", no_rules)]
pub struct Purchase {
    #[col(primary_key, identity(start = 100, increment = 20), renamed_from = "id")]
    pub number: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Purchase>();
    d.module(module)
}
