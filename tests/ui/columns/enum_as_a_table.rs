//! A table is a struct.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub enum Contact {
    Person,
}

fn main() {}
