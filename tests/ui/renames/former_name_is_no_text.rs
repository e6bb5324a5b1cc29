//! A former name stands in double quotes.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", renamed_from = people, no_rules)]
pub struct Contact {
    #[col(primary_key, renamed_from)]
    pub id: Uuid,
}

fn main() {}
