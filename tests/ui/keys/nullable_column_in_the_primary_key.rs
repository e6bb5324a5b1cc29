//! No column of a primary key is null.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "members", primary_key(org_id, user_id), no_rules)]
pub struct Member {
    pub org_id: Uuid,
    pub user_id: Option<Uuid>,
}

fn main() {}
