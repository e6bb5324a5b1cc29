use crate::cases::prelude::*;

sql_fn! {
    /// Large orders.
    #[function(language = sql, stable, security_definer, search_path = "", execute(READER))]
    pub fn large(least: i64 = 10) -> table(id: i64, label: String) {
        "SELECT id, label FROM public.orders WHERE amount > least"
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
    let module = Module::new("create_orders")
        .table::<Order>()
        .function::<note_change>()
        .function::<large>();
    d.module(module)
}
