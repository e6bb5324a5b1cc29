//! Both sides of a reference have the same types.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    pub id: Uuid,
}

#[derive(Table)]
#[table(name = "appointments", foreign_key((org_id, contact_id) => Contact(org_id, id)), no_rules)]
pub struct Appointment {
    pub org_id: Uuid,
    pub contact_id: i64,
}

fn main() {}
