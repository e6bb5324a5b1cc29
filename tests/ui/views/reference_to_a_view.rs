//! A foreign key points at rows of a table.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, primary_key(id), query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key, references = OpenOrder::id)]
    pub order_id: i64,
}

fn main() {}
