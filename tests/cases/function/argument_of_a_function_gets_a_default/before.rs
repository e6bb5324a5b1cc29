use crate::cases::prelude::*;

sql_fn! {
    #[function(language = "sql", stable, security_invoker)]
    pub fn count_orders(word: String) -> i64 {
        "SELECT count(*) FROM public.orders WHERE label = word"
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
