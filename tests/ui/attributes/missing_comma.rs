//! Words are separated by commas.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts" no_rules)]
pub struct Contact {
    #[col(primary_key unique)]
    pub id: Uuid,
}

fn main() {}
