//! Triggers give no arguments, and are not written in `sql`.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn touch(at: Timestamptz) -> trigger { "select 1" }
}

fn main() {}
