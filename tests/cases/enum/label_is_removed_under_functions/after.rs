use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state", removed("lost" => Closed))]
pub enum State {
    Open,
    Paid,
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
        r.check(is_live(c.state, State::Open).or(c.label.ne("")))
            .named("orders_live_or_named");
        r.index(is_live(c.state, State::Open)).named("orders_live");
        r.policy("orders_read").on(Select).to(READER).using(is_live(c.state, State::Open));
        r.grant(Select).to(READER);
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

sql_fn! {
    /// Whether an order can still change.
    #[function(language = sql, immutable, execute(READER))]
    pub fn is_live(state: State, fallback: State = State::Closed) -> bool {
        "SELECT coalesce(state, fallback) IN ('open', 'paid')"
    }

    #[function(language = plpgsql, stable)]
    pub fn worst() -> State {
        "
BEGIN
    RETURN (SELECT max(state) FROM public.orders);
END;
"
    }

    #[function(language = sql, stable)]
    pub fn states() -> table(id: i64, state: State) {
        "SELECT id, state FROM public.orders"
    }

    #[function(language = sql, stable)]
    pub fn all_states(wanted: Vec<State>) -> setof State {
        "SELECT state FROM public.orders WHERE state = ANY (wanted)"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<State>()
        .table::<Order>()
        .function::<note_change>()
        .function::<is_live>()
        .function::<worst>()
        .function::<states>()
        .function::<all_states>();
    d.module(module)
}
