//! The columns on the left are the table's own, those on the right the other's.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    pub name: String,
}
#[derive(Table)]
#[table(name = "contacts", foreign_key((organization_id) => Organization(id)), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
}

#[derive(Table)]
#[table(name = "appointments", foreign_key((org_id) => Organization(ident)), no_rules)]
pub struct Appointment {
    pub org_id: Uuid,
}

fn main() {}
