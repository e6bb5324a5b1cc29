use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub amount: i32,
}

/// The name comes before that of the view which it reads.
#[derive(View)]
#[view(
    name = "large_amounts",
    query = "SELECT seen_amounts.amount FROM public.seen_amounts WHERE seen_amounts.amount > 1",
    no_rules
)]
pub struct LargeAmount {
    pub amount: Option<i32>,
}

#[derive(View)]
#[view(
    name = "seen_amounts",
    query = "SELECT orders.amount FROM public.orders",
    no_rules
)]
pub struct SeenAmount {
    pub amount: Option<i32>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .view::<LargeAmount>()
            .view::<SeenAmount>(),
    )
}
