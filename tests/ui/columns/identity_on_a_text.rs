//! PostgreSQL counts in integers only.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, identity)]
    pub id: String,
    #[col(identity = by_default)]
    pub number: Option<i64>,
}

fn main() {}
