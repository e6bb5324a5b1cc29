use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", primary_key(id))]
pub struct Order {
    pub id: i64,
    pub note: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.note).with("none").in_batches_of(2);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("forget_days").table::<Order>())
}
