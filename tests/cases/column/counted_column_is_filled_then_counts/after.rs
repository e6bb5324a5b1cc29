use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    #[col(identity)]
    pub no: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.backfill(c.no).with(c.id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
