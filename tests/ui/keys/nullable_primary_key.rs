//! A primary key is never null.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Option<Uuid>,
}

fn main() {}
