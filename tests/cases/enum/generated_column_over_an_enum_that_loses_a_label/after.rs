use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state", removed("lost" => Closed))]
pub enum State {
    Open,
    Paid,
    Closed,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: State,
    pub label: String,
    /// Whether it is open.
    #[col(generated = sql::<bool>("state = 'open'"))]
    pub is_open: Option<bool>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.is_open).named("orders_is_open");
        r.policy("orders_read").on(Select).to(READER).using(c.is_open.eq(true));
        r.grant(Select).columns((c.id, c.is_open)).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<State>()
        .table::<Order>();
    d.module(module)
}
