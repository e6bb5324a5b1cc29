//! The type is wrong, and that is told once: nothing is said of its default and its reference.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    pub name: String,
}
#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, immutable, default = 1)]
    pub id: u64,
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: u128,
}

fn main() {}
