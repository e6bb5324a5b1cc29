use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state_of_order", renamed_from = "order_state", removed("lost" => Closed))]
pub enum State {
    Open,
    Closed,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = 1, renamed_from = "amount")]
    pub pieces: i64,
    #[col(default = State::Open)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.pieces.gt(0)).named("orders_amount_positive");
        r.index(c.pieces).filter(c.state.eq(State::Open)).named("orders_open");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let orders = Module::new("create_orders").then("count_pieces");
    d.module(orders.enumeration::<State>().table::<Order>())
}
