//! A role is a constant, so that nobody misspells it.

use voxanne_schema::prelude::*;

sql_fn! {
    #[function(execute("service_role"))]
    pub fn one() -> i64 { "select 1" }
    #[function(execute(ROLE))]
    pub fn two() -> i64 { "select 1" }
}

pub const ROLE: &str = "service_role";

fn main() {}
