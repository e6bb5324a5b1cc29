//! Unknown words and attributes.

use voxanne_schema::prelude::*;

sql_fn! {
    #[function(langauge = plpgsql, secure)]
    #[inline]
    pub fn archive() -> i64 { "select 1" }
}

fn main() {}
