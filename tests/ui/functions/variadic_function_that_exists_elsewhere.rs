//! An expression gives each argument one value.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn joined(variadic labels: Vec<String>) -> String;

    pub fn bounds(out least: i64, out most: i64);
}

fn main() {}
