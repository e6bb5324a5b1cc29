use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    New,
    Done,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: State,
    #[col(renamed_from = "price")]
    pub cost: i32,
}

#[derive(View)]
#[view(name = "shown", renamed_from = "seen", query = "SELECT orders.id, orders.state, orders.cost FROM public.orders")]
pub struct Seen {
    pub id: i64,
    pub state: State,
    pub cost: i32,
}

impl ViewRules for Seen {
    type Columns = SeenColumns;
    fn rules(_: SeenColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<State>()
        .table::<Order>()
        .view::<Seen>();
    d.module(module)
}
