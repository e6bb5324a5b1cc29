//! Only what is kept can be empty at first.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, without_data, query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
