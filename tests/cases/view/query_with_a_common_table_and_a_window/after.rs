use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

#[derive(View)]
#[view(
    name = "ranked",
    no_rules,
    query = "
        WITH big AS (
            SELECT orders.id, orders.amount
            FROM public.orders
            WHERE orders.amount > 5
        )
        SELECT big.id, rank() OVER (ORDER BY big.amount DESC) AS place
        FROM big"
)]
pub struct Ranked {
    pub id: i64,
    pub place: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("rank_orders").table::<Order>().view::<Ranked>())
}
