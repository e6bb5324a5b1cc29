use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub note: Option<String>,
    pub amount: i32,
    #[col(default = now())]
    pub placed_at: Timestamptz,
    /// As the customer wrote it.
    #[col(unique)]
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index((c.amount, c.placed_at)).named("orders_amount_idx");
        r.check(c.amount.gt(0)).named("orders_amount_check");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
