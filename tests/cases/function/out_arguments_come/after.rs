use crate::cases::prelude::*;

sql_fn! {
    /// Where the amounts lie.
    #[function(language = "sql", stable, security_invoker)]
    pub fn bounds(out least: i64, out most: i64) {
        "SELECT min(amount), max(amount) FROM public.orders"
    }
}

sql_fn! {
    /// Both halves.
    #[function(language = "sql", stable, security_invoker)]
    pub fn half(amount: i64, out halved: i64, inout rest: i64 = 0) {
        "SELECT amount / 2, amount % 2 + rest"
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
            .function::<bounds>()
            .function::<half>(),
    )
}
