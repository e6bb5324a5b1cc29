use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(name = "net cost", renamed_from = "net price")]
    pub net: i32,
}

#[derive(View)]
#[view(name = "nets", no_rules, query = "SELECT orders.id, orders.\"net cost\" AS net FROM public.orders WHERE orders.id > 0")]
pub struct Net {
    pub id: i64,
    pub net: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .view::<Net>();
    d.module(module)
}
