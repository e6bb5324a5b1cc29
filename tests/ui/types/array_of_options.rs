//! PostgreSQL does not say whether elements are null.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub tags: Vec<Option<String>>,
}

fn main() {}
