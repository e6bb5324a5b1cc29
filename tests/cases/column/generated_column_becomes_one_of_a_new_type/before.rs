use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
    #[col(generated = sql::<i64>("amount + 1"))]
    pub total: Option<i64>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.total).named("orders_total");
        r.policy("orders_read").on(Select).to(READER).using(c.total.gt(0));
        r.grant(Select).columns((c.id, c.total)).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>();
    d.module(module)
}
