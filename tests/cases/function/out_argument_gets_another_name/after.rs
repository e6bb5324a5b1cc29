use crate::cases::prelude::*;

sql_fn! {
    /// Where the amounts lie.
    #[function(language = "sql", stable, security_invoker)]
    pub fn bounds(out lowest: i64, out most: i64) {
        "SELECT min(amount), max(amount) FROM public.orders"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_it")
            .table::<Order>()
            .function::<bounds>(),
    )
}
