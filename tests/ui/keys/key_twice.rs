//! Two keys on the same columns are one key.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id), unique(org_id, id, name = "again"), unique(id), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    #[col(primary_key)]
    pub id: Uuid,
}

fn main() {}
