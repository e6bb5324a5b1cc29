//! The columns stand in parentheses, on both sides of the arrow.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    pub name: String,
}
#[derive(Table)]
#[table(name = "contacts", foreign_key(org_id => Organization(id)), foreign_key((org_id) -> Organization::id), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
}

#[derive(Table)]
#[table(name = "calls", foreign_key((org_id) => Organization, on_delete = cascade), foreign_key(org_id, on_delete = cascade), no_rules)]
pub struct Call {
    pub org_id: Uuid,
}

fn main() {}
