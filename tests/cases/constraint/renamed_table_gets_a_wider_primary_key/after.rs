use crate::cases::prelude::*;

/// Prices.
#[derive(Table)]
#[table(name = "tariffs", shared = "a test", no_rules, renamed_from = "prices", primary_key(id, currency))]
pub struct Price {
    pub id: i64,
    pub currency: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_prices").then("change_prices")
        .table::<Price>();
    d.module(module)
}
