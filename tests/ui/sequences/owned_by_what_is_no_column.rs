//! A sequence belongs to a column of a table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Sequence)]
#[sequence(owned_by = Order)]
pub struct ATable(i64);

#[derive(Sequence)]
#[sequence(owned_by = "orders.id")]
pub struct AText(i64);

#[derive(Sequence)]
#[sequence(owned_by = Order::number)]
pub struct Missing(i64);

fn main() {}
