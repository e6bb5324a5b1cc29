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
        r.check(c.state.is_in([State::Open, State::Paid, State::Closed]).or(c.label.ne("")))
            .named("orders_state_known");
        r.index(c.state).named("orders_state");
        r.index((c.state, c.label)).named("orders_state_label");
        r.index(c.label).filter(c.state.eq(State::Open)).named("orders_open");
        r.index(c.label).unique().filter(c.state.eq(State::Paid)).named("orders_paid_label");
        r.policy("orders_read").on(Select).to(READER).using(c.state.ne(State::Closed));
        r.policy("orders_guard").on(All).to([READER, WRITER]).restrictive().using(c.state.ne(State::Paid));
        r.grant(Select).to(READER);
        r.grant((Select, Update)).to(WRITER);
        r.policy("orders_write").on(Update).to(WRITER).using(c.state.eq(State::Open));
        r.trigger("orders_note_change")
            .after(Update)
            .when(c.state.new_value().eq(State::Closed))
            .always()
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
