//! Arguments and returned columns have names of their own.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn counts(org_id: Uuid, org_id: Uuid) -> table(org_id: Uuid, total: i64) { "select 1" }
}

fn main() {}
