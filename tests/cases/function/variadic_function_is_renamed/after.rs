use crate::cases::prelude::*;

sql_fn! {
    /// All labels in one.
    #[function(language = "sql", immutable, security_invoker, renamed_from = "joined")]
    pub fn as_one(variadic labels: Vec<String>) -> String {
        "SELECT array_to_string(labels, ' ')"
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
            .function::<as_one>(),
    )
}
