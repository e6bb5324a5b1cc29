//! A primary key is unique already.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, unique)]
    pub id: Uuid,
}

fn main() {}
