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
    #[col(default = sql::<Vec<State>>("ARRAY['open', 'lost']::public.order_state[]"))]
    pub state: Vec<State>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.state).using(IndexMethod::Gin).named("orders_states");
        r.check(sql::<bool>("cardinality(state) < 9")).named("orders_few_states");
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
