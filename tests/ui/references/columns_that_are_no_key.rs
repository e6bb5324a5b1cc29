//! A reference of several columns points at a key of exactly these, in this order.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id), no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
    pub org_id: Uuid,
}

#[derive(Table)]
#[table(name = "appointments", foreign_key((contact_id, org_id) => Contact(id, org_id)), no_rules)]
pub struct Appointment {
    pub org_id: Uuid,
    pub contact_id: Uuid,
}

fn main() {}
