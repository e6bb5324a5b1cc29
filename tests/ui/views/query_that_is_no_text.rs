//! The query is one string.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, query = 1 + 1)]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
