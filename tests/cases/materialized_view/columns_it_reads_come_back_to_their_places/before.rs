use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i32,
    pub label: String,
}

/// What is called how.
#[derive(View)]
#[view(
    name = "labels",
    materialized,
    query = "SELECT orders.id, orders.label FROM public.orders"
)]
pub struct Label {
    pub id: i64,
    pub label: String,
}

impl ViewRules for Label {
    type Columns = LabelColumns;
    fn rules(c: LabelColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
        r.index(c.id).unique();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>()
        .view::<Label>();
    d.module(module)
}
