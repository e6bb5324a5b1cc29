//! Both sides of a reference have the same type.

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
    #[col(references = Organization::id)]
    pub org_id: i64,
}

fn main() {}
