use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
    pub note: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.backfill(c.note).with("none");
    }
}

#[derive(View)]
#[view(
    name = "big_orders",
    query = "
        SELECT orders.id, orders.label, orders.note
        FROM public.orders"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
    pub note: Option<String>,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("note_orders").table::<Order>().view::<BigOrder>())
}
