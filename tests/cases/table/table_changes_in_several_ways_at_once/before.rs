use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub note: Option<String>,
    #[col(default = 1)]
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.note);
        r.check(c.amount.gt(0));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
