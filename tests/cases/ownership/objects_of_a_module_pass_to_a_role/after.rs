use crate::cases::prelude::*;

/// Where an order stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Paid,
}

/// A state that an order can begin in.
#[derive(Domain)]
#[domain(name = "first_state")]
pub struct FirstState(State);

/// A change of state.
#[derive(Composite)]
#[composite(name = "state_change")]
pub struct StateChange {
    pub from_state: State,
    pub to_state: State,
}

/// Numbers of orders.
#[derive(Sequence)]
#[sequence(name = "order_no")]
pub struct OrderNo(i64);

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub state: State,
    pub first: Option<FirstState>,
    pub last_change: Option<StateChange>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.statistics((c.label, c.state)).named("orders_by_state");
    }
}

#[derive(View)]
#[view(
    name = "open_orders",
    query = "SELECT orders.id, orders.state FROM public.orders WHERE orders.state = 'open'"
)]
pub struct OpenOrder {
    pub id: i64,
    pub state: State,
}

impl ViewRules for OpenOrder {
    type Columns = OpenOrderColumns;

    fn rules(_: OpenOrderColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(
    name = "states",
    materialized,
    query = "SELECT orders.state, count(*) AS orders FROM public.orders GROUP BY orders.state",
    no_rules
)]
pub struct States {
    pub state: State,
    pub orders: Option<i64>,
}

sql_fn! {
    /// Whether a state is the last one.
    #[function(language = sql, immutable, execute(READER))]
    pub fn is_last(state: State) -> bool {
        "SELECT state = 'paid'"
    }

    /// Moves all orders.
    #[function(language = plpgsql)]
    pub fn move_orders(to_state: State) -> procedure {
        "
BEGIN
    UPDATE public.orders SET state = to_state;
END;
"
    }

    #[function(language = sql, immutable)]
    pub fn later(a: State, b: State) -> State {
        "SELECT greatest(a, b)"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders").then("give_orders_away")
            .enumeration::<State>()
            .domain::<FirstState>()
            .composite::<StateChange>()
            .sequence::<OrderNo>()
            .table::<Order>()
            .view::<OpenOrder>()
            .view::<States>()
            .function::<is_last>()
            .function::<move_orders>()
            .function::<later>()
            .aggregate(AggregateRule::new::<State, later>("latest").argument::<State>())
            .publication(PublicationRule::new("out").table::<Order>())
            .owned_by(WRITER),
    )
}
