//! A function that exists elsewhere is declared to be called.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn touch() -> trigger;
    pub fn archive();
}

fn main() {}
