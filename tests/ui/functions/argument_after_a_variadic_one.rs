//! What takes any number of values takes all that follow.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn joined(variadic labels: Vec<String>, divider: String) -> String { "select ''" }

    pub fn forget(variadic labels: Vec<String>, out counted: i64) -> procedure { "begin end" }
}

fn main() {}
