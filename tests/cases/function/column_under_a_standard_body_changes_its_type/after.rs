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
    pub amount: i64,
}

/// The larger orders.
#[derive(View)]
#[view(name = "larger", no_rules, query = "SELECT o.id, o.label FROM public.orders AS o WHERE o.amount > public.total(0) / 2")]
pub struct Larger {
    pub id: Option<i64>,
    pub label: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("change_orders").table::<Order>().function::<total>().function::<called>().view::<Larger>())
}
