use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Draft,
    Open,
    Closed,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(default = State::Draft)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label)
            .filter(c.state.eq(State::Draft))
            .named("orders_drafts");
        r.check(c.state.ne(State::Draft).or(c.label.ne("")));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("draft_orders")
            .enumeration::<State>()
            .table::<Order>(),
    )
}
