use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    /// How much.
    pub amount: Option<i32>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.amount.gt(0)).named("orders_amount_positive");
        r.index(c.amount).named("orders_amount");
        r.index(c.label).filter(c.amount.gt(10)).named("orders_big");
        r.index(c.label).unique().filter(c.amount.gt(1000)).named("orders_huge_label");
        r.policy("orders_read").on(Select).to(READER).using(c.amount.lt(1000));
        r.policy("orders_guard").on(Select).to(READER).restrictive().using(c.amount.ne(13));
        r.grant(Select).to(READER);
        r.trigger("orders_note_change")
            .after(Update)
            .when(c.amount.old().is_distinct_from(c.amount.new_value()))
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
        .table::<Order>()
        .function::<note_change>();
    d.module(module)
}
