use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
}

/// What was ordered.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    /// What it is.
    #[col(default = "x")]
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label);
        r.check(c.label.ne(""));
        r.policy("orders_read").on(Select).to(READER).using(c.id.gt(0));
        r.grant(Select).to(READER);
        r.grant(Update).columns(c.label).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_rooms")
            .then("take_orders")
            .table::<Room>()
            .table::<Order>(),
    )
}
