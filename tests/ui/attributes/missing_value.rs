//! A default needs a value.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, default)]
    pub id: Uuid,
    #[col(default =)]
    pub name: String,
}

fn main() {}
