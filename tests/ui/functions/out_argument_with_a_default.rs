//! What only comes out is never left out of a call.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn bounds(out least: i64 = 0, out most: i64) { "select 1, 2" }
}

fn main() {}
