use crate::cases::prelude::*;

sql_fn! {
    /// What all orders come to.
    #[function(language = "sql", stable, security_invoker)]
    pub fn total(least: i32) -> i64 {
        "BEGIN ATOMIC
    SELECT coalesce(sum(amount), 0) FROM public.orders WHERE amount >= least;
END"
    }
}

sql_fn! {
    /// How an order is called.
    #[function(language = "sql", immutable, security_invoker)]
    pub fn called(label: String, amount: i32) -> String {
        "RETURN label || ' ' || amount"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().function::<total>().function::<called>())
}
