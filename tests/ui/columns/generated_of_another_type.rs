//! The expression is a text, the column a number.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub name: String,
    #[col(generated = lower(Self::name))]
    pub length: i32,
}

fn main() {}
