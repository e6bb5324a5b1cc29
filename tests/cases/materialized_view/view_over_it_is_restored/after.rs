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
        WHERE orders.amount > 5
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

#[derive(View)]
#[view(
    name = "top_labels",
    query = "
        SELECT totals.label
        FROM public.totals
        WHERE totals.total > 5"
)]
pub struct Top {
    pub label: String,
}

impl ViewRules for Top {
    type Columns = TopColumns;
    fn rules(_: TopColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("change_totals").table::<Order>().view::<Total>().view::<Top>())
}
