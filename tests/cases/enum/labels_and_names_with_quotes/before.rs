use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    #[pg_enum(label = "it's")]
    Odd,
    #[pg_enum(label = "Very \\ Even")]
    Even,
    #[pg_enum(label = "gone")]
    Gone,
}

/// Orders.
#[derive(Table)]
#[table(name = "Order Items", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(name = "the state", default = State::Odd)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.id).filter(c.state.eq(State::Odd)).named("Odd ones");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .enumeration::<State>()
        .table::<Order>();
    d.module(module)
}
