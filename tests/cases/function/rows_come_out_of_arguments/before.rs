use crate::cases::prelude::*;

sql_fn! {
    /// Where the amounts lie.
    #[function(language = "sql", stable, security_invoker)]
    pub fn labels(above: i64, out label: String) {
        "SELECT max(label) FROM public.orders WHERE amount > above"
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
    d.module(Module::new("create_orders").table::<Order>().function::<labels>())
}
