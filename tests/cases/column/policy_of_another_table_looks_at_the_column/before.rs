use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.amount);
    }
}

/// Notes.
#[derive(Table)]
#[table(name = "notes", shared = "a test")]
pub struct Note {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Order::id)]
    pub order_id: i64,
}

impl TableRules for Note {
    type Columns = NoteColumns;

    fn rules(c: NoteColumns, r: &mut Rules<'_, Self>) {
        r.index(c.order_id);
        r.policy("notes_read")
            .on(Select)
            .to(READER)
            .using(sql::<bool>("order_id IN (SELECT id FROM public.orders WHERE amount < 10)"));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>()
        .table::<Note>();
    d.module(module)
}
