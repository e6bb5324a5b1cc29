use crate::cases::prelude::*;

/// A currency.
#[derive(Domain)]
#[domain(check(currency_is_short = "char_length(VALUE) = 3"))]
pub struct Currency(String);

/// A price.
#[derive(Composite)]
pub struct Price {
    pub amount: i64,
    pub currency: Currency,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub price: Option<Price>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .domain::<Currency>()
        .composite::<Price>()
        .table::<Order>();
    d.module(module)
}
