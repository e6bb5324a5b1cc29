use crate::cases::prelude::*;

sql_fn! {
    /// How many orders there are.
    #[function(language = "sql", stable, security_invoker)]
    pub fn count_orders() -> i64 {
        "SELECT count(*) FROM public.orders"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .function::<count_orders>(),
    )
}
