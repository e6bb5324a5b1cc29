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
    name = "totals",
    materialized,
    query = "
        SELECT orders.label, sum(orders.amount) AS total
        FROM public.orders
        GROUP BY orders.label"
)]
pub struct Total {
    pub label: String,
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
    d.module(Module::new("create_orders").table::<Order>().view::<Total>())
}
