use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Closed,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::Open)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.state);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let orders = Module::new("create_orders").table::<Order>();
    let states = Module::new("create_states").enumeration::<State>();
    d.module(orders).module(states)
}
