//! `primary_key` and `no_rules` stand alone.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules = true)]
pub struct Contact {
    #[col(primary_key(id))]
    pub id: Uuid,
}

fn main() {}
