//! A function says once what may be assumed of it.

use voxanne_schema::prelude::*;

sql_fn! {
    #[function(stable, immutable, security_definer, security_invoker)]
    pub fn archive() -> i64 { "select 1" }
}

fn main() {}
