//! What is kept has no conditions to guard.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, materialized, security_barrier, query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
