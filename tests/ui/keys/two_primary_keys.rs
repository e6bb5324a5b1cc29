//! A table has one primary key.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "members", no_rules)]
pub struct Member {
    #[col(primary_key)]
    pub org_id: Uuid,
    #[col(primary_key)]
    pub user_id: Uuid,
}

fn main() {}
