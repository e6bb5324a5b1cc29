use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    /// How much.
    pub amount: Timestamptz,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.amount);
        r.convert(c.amount)
            .from_type::<Timestamp>()
            .with(sql::<Timestamptz>("amount AT TIME ZONE 'UTC'"))
            .back(sql::<Timestamp>("amount AT TIME ZONE 'UTC'"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
