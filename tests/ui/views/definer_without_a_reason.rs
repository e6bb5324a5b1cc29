//! Whoever switches policies off says why.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, security_definer = " ", query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
