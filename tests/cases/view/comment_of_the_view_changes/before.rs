use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

/// Big ones.
#[derive(View)]
#[view(
    name = "big_orders",
    query = "
        SELECT orders.id, orders.label
        FROM public.orders
        WHERE orders.amount > 5"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().view::<BigOrder>())
}
