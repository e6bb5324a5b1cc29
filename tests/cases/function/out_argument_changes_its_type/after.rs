use crate::cases::prelude::*;

sql_fn! {
    /// Where the amounts lie.
    #[function(language = "sql", stable, security_invoker, execute(READER))]
    pub fn bounds(out least: i64, out most: String) {
        "SELECT min(amount), max(amount)::text FROM public.orders"
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
