use crate::cases::prelude::*;

/// Where an order stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state", removed("lost" => Open))]
pub enum State {
    Open,
    Paid,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub label: String,
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.row_security();
        r.grant(Select).columns(c.state).to(READER);
        r.policy("orders_open")
            .on(Select)
            .to(READER)
            .using(c.state.eq(State::Open));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("let_states_be_read")
            .enumeration::<State>()
            .table::<Order>(),
    )
}
