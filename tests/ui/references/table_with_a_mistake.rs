//! A mistake in one table is told once, not again where others refer to it.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shard = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key, defalt = gen_random_uuid())]
    pub id: Uuid,
}

#[derive(Table)]
#[table(name = "contacts", tenant = org_id, no_rules)]
pub struct Contact {
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
}

fn main() {}
