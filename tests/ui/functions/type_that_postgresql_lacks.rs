//! PostgreSQL has no unsigned integers.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn archive(days_to_keep: u32) -> u64 { "select 1" }
}

fn main() {}
