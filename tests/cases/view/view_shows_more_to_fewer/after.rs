use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index((c.label, c.amount)).named("orders_by");
    }
}

#[derive(View)]
#[view(
    name = "big_orders",
    security_definer = "a test",
    query = "
        SELECT orders.id, orders.label
        FROM public.orders"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to([READER]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("show_all_orders").table::<Order>().view::<BigOrder>())
}
