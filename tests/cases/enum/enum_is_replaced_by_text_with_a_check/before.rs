use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Paid,
    Lost,
    Closed,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    /// Where it stands.
    #[col(default = State::Open)]
    pub state: State,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.state).named("orders_state");
        r.index(c.label).filter(c.state.eq(State::Open)).named("orders_open");
        r.policy("orders_read").on(Select).to(READER).using(c.state.ne(State::Closed));
        r.grant(Select).to(READER);
        r.trigger("orders_note_change")
            .after(Update)
            .when(c.state.new_value().eq(State::Closed))
            .executes::<note_change>();
    }
}

sql_fn! {
    /// Notes a change.
    #[function(language = plpgsql)]
    pub fn note_change() -> trigger {
        "
BEGIN
    RETURN NULL;
END;
"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .enumeration::<State>()
        .table::<Order>()
        .function::<note_change>();
    d.module(module)
}
