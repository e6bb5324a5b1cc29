use crate::cases::prelude::*;

/// What was ordered.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = "x")]
    pub label: String,
    pub note: Option<String>,
    #[col(default = 2)]
    pub amount: i32,
    pub place: Option<String>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index((c.note, c.place)).named("orders_note_idx");
        r.check(c.amount.ge(0));
        r.unique(c.place);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_orders")
            .table::<Order>(),
    )
}
