//! A view is its query.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules)]
pub struct OpenOrder {
    pub id: i64,
}

fn main() {}
