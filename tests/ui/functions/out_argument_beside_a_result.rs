//! The arguments that come out are the result.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn bounds(out least: i64, out most: i64) -> i64 { "select 1, 2" }

    pub fn rows(above: i64) -> setof record { "select 1, 2" }
}

fn main() {}
