use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Lost,
    Closed,
}

/// Where kind stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_kind")]
pub enum Kind {
    Small,
    Big,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::Open)]
    pub state: State,
    #[col(default = Kind::Small)]
    pub kind: Kind,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index((c.state, c.kind));
        r.check(c.state.eq(State::Open).or(c.kind.eq(Kind::Small))).named("orders_open_or_small");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .enumeration::<State>()
        .enumeration::<Kind>()
        .table::<Order>();
    d.module(module)
}
