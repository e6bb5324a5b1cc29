use crate::cases::prelude::*;

/// An amount.
#[derive(Domain)]
#[domain(not_null, default = 2)]
pub struct Amount(i64);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub price: Amount,
    pub discount: Amount,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .domain::<Amount>()
        .table::<Order>();
    d.module(module)
}
