use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "net")]
    pub gross: i32,
    #[col(renamed_from = "gross")]
    pub net: i32,
}

#[derive(View)]
#[view(name = "gross", no_rules, query = "SELECT orders.id, orders.gross FROM public.orders")]
pub struct Gross {
    pub id: i64,
    pub gross: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .view::<Gross>();
    d.module(module)
}
