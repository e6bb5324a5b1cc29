use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

#[derive(View)]
#[view(
    name = "big_orders",
    security_definer = "policies ask it",
    query = "
        SELECT orders.id, orders.label
        FROM public.orders
        WHERE orders.amount > 5"
)]
pub struct BigOrder {
    pub id: i64,
    pub label: String,
}

impl ViewRules for BigOrder {
    type Columns = BigOrderColumns;
    fn rules(_: BigOrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(Table)]
#[table(name = "notes", shared = "a test")]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
    pub order_id: i64,
}

impl TableRules for Note {
    type Columns = NoteColumns;
    fn rules(_: NoteColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
        r.policy("notes_of_big_orders")
            .on(Select)
            .to(READER)
            .using(sql("order_id = ANY (ARRAY (SELECT big_orders.id FROM public.big_orders))"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().view::<BigOrder>().table::<Note>())
}
