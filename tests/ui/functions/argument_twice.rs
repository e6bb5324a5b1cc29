//! Arguments that go in have names of their own; what comes out may be called as one of them.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn counts(org_id: Uuid, org_id: Uuid) -> table(org_id: Uuid, total: i64) { "select 1" }
}

fn main() {}
