use crate::cases::prelude::*;

/// How much of something.
#[derive(Domain)]
#[domain(check(amount_is_positive = "VALUE > 0"))]
pub struct Amount(i32);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amounts: Vec<Amount>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .then("narrow_amounts")
        .domain::<Amount>()
        .table::<Order>();
    d.module(module)
}
