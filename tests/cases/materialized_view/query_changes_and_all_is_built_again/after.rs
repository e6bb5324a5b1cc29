use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

/// Totals.
#[derive(View)]
#[view(
    name = "totals",
    materialized,
    query = "
        SELECT orders.label, sum(orders.amount) AS total
        FROM public.orders
        WHERE orders.amount > 5
        GROUP BY orders.label"
)]
pub struct Total {
    pub label: String,
    /// In pieces.
    pub total: Option<i64>,
}

impl ViewRules for Total {
    type Columns = TotalColumns;
    fn rules(c: TotalColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
        r.index(c.label).unique();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("change_totals").table::<Order>().view::<Total>())
}
