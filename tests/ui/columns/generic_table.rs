//! A table has no generics.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact<T> {
    pub id: T,
}

fn main() {}
