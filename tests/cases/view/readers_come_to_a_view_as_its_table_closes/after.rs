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
        r.grant(Select).to(READER);
        r.policy("orders_small").on(Select).to(READER).using(c.amount.lt(5));
        r.index(c.label);
    }
}

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
        r.grant(Select).to([READER, WRITER]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("hide_big_orders")
            .table::<Order>()
            .view::<BigOrder>(),
    )
}
