//! Policies stand on tables.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

impl ViewRules for OpenOrder {
    type Columns = OpenOrderColumns;
    fn rules(_: OpenOrderColumns, r: &mut Rules<Self>) {
        r.policy("open_orders_select");
    }
}

fn main() {}
