//! A unique or primary key takes a name, a foreign key actions too.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id, nme = "contacts_key"), unique(id, on_delete = cascade), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    pub id: Uuid,
}

#[derive(Table)]
#[table(name = "members", primary_key(org_id, user_id, on_update = cascade), no_rules)]
pub struct Member {
    pub org_id: Uuid,
    pub user_id: Uuid,
}

#[derive(Table)]
#[table(name = "calls", foreign_key((org_id, id) => Contact(org_id, id), on_delet = cascade), no_rules)]
pub struct Call {
    pub org_id: Uuid,
    pub id: Uuid,
}

fn main() {}
