//! There are two of them.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, check_option = cascade, query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
