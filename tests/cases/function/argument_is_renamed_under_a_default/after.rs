use crate::cases::prelude::*;

sql_fn! {
    #[function(language = sql, volatile)]
    pub fn first_amount(start: i64) -> i64 {
        "SELECT start + 1"
    }
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    #[col(default = first_amount(1))]
    pub amount: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label);
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
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .function::<note_change>()
        .function::<first_amount>();
    d.module(module)
}
