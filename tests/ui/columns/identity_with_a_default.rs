//! A value comes from one source.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, identity, default = 1)]
    pub id: i64,
}

fn main() {}
