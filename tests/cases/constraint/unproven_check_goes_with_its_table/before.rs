use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub place: i32,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.check(c.amount.gt(0)).named("orders_amount_check").not_valid();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_notes")
            .then("forget_orders")
            .table::<Note>()
            .table::<Order>(),
    )
}
