use crate::cases::prelude::*;

sql_fn! {
    /// Twice as much.
    #[function(language = sql, immutable)]
    pub fn twice(amount: i64) -> i64 {
        "SELECT amount * 2"
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
    /// Computed.
    #[col(generated = twice(sql::<i64>("amount")))]
    pub doubled: Option<i64>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.doubled).named("orders_doubled");
        r.grant(Select).columns((c.id, c.doubled)).to(READER);
        r.policy("orders_read").on(Select).to(READER).using(c.doubled.gt(0));
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
        .function::<note_change>()
        .function::<twice>();
    d.module(module)
}
