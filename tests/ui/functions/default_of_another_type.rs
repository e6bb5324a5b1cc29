//! A default has the argument's type.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn archive(days_to_keep: i32 = "ninety", before: Timestamptz = null()) -> i64 { "select 1" }
}

fn main() {}
