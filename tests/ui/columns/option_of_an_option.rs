//! A column accepts null once.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub phone: Option<Option<String>>,
}

fn main() {}
