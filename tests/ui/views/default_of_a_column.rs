//! The value of a column comes from the query.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    #[col(default = 1)]
    pub id: i64,
}

fn main() {}
