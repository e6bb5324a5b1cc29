//! A key has at least one column.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", primary_key(), unique(name = "contacts_key"), no_rules)]
pub struct Contact {
    pub id: Uuid,
}

fn main() {}
