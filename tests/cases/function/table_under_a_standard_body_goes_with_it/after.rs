use crate::cases::prelude::*;

sql_fn! {
    /// How an order is called.
    #[function(language = "sql", immutable, security_invoker)]
    pub fn called(label: String, amount: i32) -> String {
        "RETURN label || ' ' || amount"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("change_orders").function::<called>())
}
