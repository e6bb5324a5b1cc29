use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
    #[col(default = false)]
    pub paid: bool,
}

#[derive(View)]
#[view(
    name = "big_orders",
    query = "
        SELECT orders.id, orders.label, orders.paid
        FROM public.orders"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
    pub paid: bool,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("show_paid").table::<Order>().view::<BigOrder>())
}
