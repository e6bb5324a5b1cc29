use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    /// Where it stands.
    #[col(default = "open")]
    pub state: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.state.is_in(["open", "paid", "lost", "closed"])).named("orders_state_known");
        r.index(c.state).named("orders_state");
        r.index(c.label).filter(c.state.eq("open")).named("orders_open");
        r.policy("orders_read").on(Select).to(READER).using(c.state.ne("closed"));
        r.grant(Select).to(READER);
        r.trigger("orders_note_change")
            .after(Update)
            .when(c.state.new_value().eq("closed"))
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
        .table::<Order>()
        .function::<note_change>();
    d.module(module)
}
