//! No such type is in scope: told once for each place.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn contact_of(org_id: Uid) -> Uuid;
    pub fn archive(org_id: Uuid, after: Intervall = days(90)) -> i64 { "select 1" }
}

fn main() {}
