use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
    /// Twice as much.
    #[col(generated = sql::<i64>("amount * 2"))]
    pub doubled: Option<i64>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.doubled).named("orders_doubled");
        r.check(c.doubled.ge(0)).named("orders_doubled_positive");
        r.policy("orders_read").on(Select).to(READER).using(c.doubled.gt(0));
        r.grant(Select).columns((c.id, c.doubled)).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
