//! A body is one string.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn one() -> i64 { 1 }
    pub fn two() -> i64 { select 2 }
    pub fn three() -> i64 {}
    pub fn four() -> i64 { "" }
    pub fn five() -> i64
}

fn main() {}
