//! A column stands once in a key.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, org_id), no_rules)]
pub struct Contact {
    pub org_id: Uuid,
}

fn main() {}
