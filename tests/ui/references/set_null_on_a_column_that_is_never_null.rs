//! A column that is never null cannot be set to null.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    pub name: String,
}
#[derive(Table)]
#[table(name = "contacts", foreign_key((org_id) => Organization(id), on_delete = set_null, name = "again"), no_rules)]
pub struct Contact {
    #[col(references = Organization::id, on_delete = set_null, on_update = set_default)]
    pub org_id: Uuid,
}

fn main() {}
