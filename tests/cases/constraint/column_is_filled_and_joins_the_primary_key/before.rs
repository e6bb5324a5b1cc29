use crate::cases::prelude::*;

/// Prices.
#[derive(Table)]
#[table(name = "prices", shared = "a test", no_rules, primary_key(id))]
pub struct Price {
    pub id: i64,
    pub currency: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_prices")
        .table::<Price>();
    d.module(module)
}
