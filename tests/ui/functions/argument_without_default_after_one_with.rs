//! PostgreSQL takes defaults from the end.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn archive(days_to_keep: i32 = 90, org_id: Uuid) -> i64 { "select 1" }
}

fn main() {}
