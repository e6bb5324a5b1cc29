use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Lost,
    Closed,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = 1)]
    pub amount: i32,
    #[col(default = State::Open)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.amount.gt(0)).named("orders_amount_positive");
        r.index(c.amount).filter(c.state.eq(State::Open)).named("orders_open");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").enumeration::<State>().table::<Order>())
}
