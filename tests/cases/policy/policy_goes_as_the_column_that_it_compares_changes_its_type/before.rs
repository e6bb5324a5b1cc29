use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
        r.policy("orders_large")
            .on(Select)
            .to(READER)
            .using(c.amount.gt(1));
        r.policy("orders_all").on(Select).to(READER).using(c.label.is_not_null());
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>(),
    )
}
