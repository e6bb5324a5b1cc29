//! Keys name columns of the table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", primary_key(orgid, id), unique(phone), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    pub id: Uuid,
}

fn main() {}
