//! `unique` takes its columns in parentheses.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique = id, no_rules)]
pub struct Contact {
    pub id: Uuid,
}

fn main() {}
