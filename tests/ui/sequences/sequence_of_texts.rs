//! A sequence counts in integers, and `nextval` takes one.

use voxanne_schema::prelude::*;

#[derive(Sequence)]
#[sequence(begin = 3)]
pub struct OrderNo(String);

pub struct Other;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, default = nextval::<Other>())]
    pub no: i64,
}

fn main() {}
