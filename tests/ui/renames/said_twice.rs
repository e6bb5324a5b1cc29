//! A thing has one former name.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", renamed_from = "people", renamed_from = "persons", no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
}

fn main() {}
