//! A name is a string literal.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = contacts, no_rules)]
pub struct Contact {
    #[col(name = 1)]
    pub id: Uuid,
}

fn main() {}
