use crate::cases::prelude::*;

sql_fn! {
    #[function(language = "sql", stable, security_invoker)]
    pub fn first_label() -> String {
        "SELECT 'none'"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = first_label())]
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("label_orders")
            .table::<Order>()
            .function::<first_label>(),
    )
}
