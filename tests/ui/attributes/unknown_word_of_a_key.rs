//! A unique key takes a name, and nothing else.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id, nme = "contacts_key"), unique(id, on_delete = cascade), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    pub id: Uuid,
}

fn main() {}
