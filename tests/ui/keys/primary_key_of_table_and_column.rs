//! A table has one primary key.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "members", primary_key(org_id, user_id), no_rules)]
pub struct Member {
    #[col(primary_key)]
    pub org_id: Uuid,
    pub user_id: Uuid,
}

fn main() {}
