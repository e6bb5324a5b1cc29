//! An argument has a type.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn counts(org_id) -> i64 { "select 1" }
    pub fn also() -> u8 { "select 1" }
}

fn main() {}
