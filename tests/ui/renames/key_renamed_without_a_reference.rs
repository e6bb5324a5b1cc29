//! A column that points nowhere has no foreign key that could be renamed.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, foreign_key_renamed_from = "old")]
    pub id: Uuid,
}

fn main() {}
