//! Words are separated by commas.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts" no_rules)]
pub struct Contact {
    #[col(primary_key immutable)]
    pub id: Uuid,
    #[col(default = "" "none")]
    pub name: String,
}

fn main() {}
