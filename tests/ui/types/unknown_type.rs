//! No such type is in scope: told once.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uid,
}

fn main() {}
