use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Lost,
}

/// Where phase stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_phase")]
pub enum Phase {
    New,
    Open,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(default = State::Open)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label).filter(c.state.eq(State::Open)).named("orders_open");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .enumeration::<State>()
        .enumeration::<Phase>()
        .table::<Order>();
    d.module(module)
}
