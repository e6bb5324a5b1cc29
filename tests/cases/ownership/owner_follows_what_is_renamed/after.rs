use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "purchases", renamed_from = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.owned_by(WRITER);
    }
}

sql_fn! {
    /// Counts orders for whoever may not read them.
    #[function(language = sql, stable, security_definer, search_path = "", execute(READER), owned_by = WRITER, renamed_from = "count_orders")]
    pub fn count_purchases() -> i64 {
        "SELECT count(*) FROM public.purchases"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("rename_orders").table::<Order>().function::<count_purchases>())
}
