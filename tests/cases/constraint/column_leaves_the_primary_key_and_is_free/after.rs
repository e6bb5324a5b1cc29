use crate::cases::prelude::*;

/// Prices.
#[derive(Table)]
#[table(name = "prices", shared = "a test", no_rules)]
pub struct Price {
    #[col(primary_key)]
    pub id: i64,
    pub currency: Option<String>,
    pub label: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_prices").then("change_prices")
        .table::<Price>();
    d.module(module)
}
