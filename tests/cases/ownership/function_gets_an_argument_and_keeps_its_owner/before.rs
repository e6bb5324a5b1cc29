use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

sql_fn! {
    /// Counts orders for whoever may not read them.
    #[function(language = sql, stable, security_definer, search_path = "", execute(READER), owned_by = WRITER)]
    pub fn count_orders() -> i64 {
        "SELECT count(*) FROM public.orders"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().function::<count_orders>())
}
