//! An identity is `always` or `by_default`.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, identity = sometimes)]
    pub id: i64,
}

fn main() {}
