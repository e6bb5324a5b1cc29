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
        r.policy("orders_read")
            .on(Select)
            .to(READER)
            .using(sql::<bool>("state <> 'lost'::public.order_state"));
        r.grant(Select).to(READER);
        r.check(sql::<bool>("state::text <> 'x'")).named("orders_not_x");
        r.index(c.label).filter(sql::<bool>("state = 'open'")).named("orders_open");
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
