//! `primary_key`, `immutable` and `no_rules` stand alone.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules = true)]
pub struct Contact {
    #[col(primary_key(id))]
    pub id: Uuid,
    #[col(immutable = false)]
    pub name: String,
}

fn main() {}
