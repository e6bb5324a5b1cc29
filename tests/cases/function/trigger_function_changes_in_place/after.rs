use crate::cases::prelude::*;

sql_fn! {
    /// Whether an amount is fine.
    #[function(language = sql, immutable, execute(READER, WRITER))]
    pub fn is_fine(amount: i64) -> bool {
        "SELECT amount > 0"
    }
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(is_fine(c.amount)).named("orders_fine");
        r.index(is_fine(c.amount)).named("orders_is_fine");
        r.index(c.label).unique().filter(is_fine(c.amount)).named("orders_fine_label");
        r.policy("orders_read").on(Select).to(READER).using(is_fine(c.amount));
        r.policy("orders_guard").on(Select).to(READER).restrictive().using(is_fine(c.amount));
        r.grant(Select).to(READER);
        r.trigger("orders_note_change")
            .after(Update)
            .when(is_fine(c.amount.new_value()))
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
    RAISE DEBUG 'noted';
    RETURN NULL;
END;
"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .function::<note_change>()
        .function::<is_fine>();
    d.module(module)
}
