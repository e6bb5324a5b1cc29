//! Sharing is a decision, and says why.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "countries", shared = "", no_rules)]
pub struct Country {
    pub name: String,
}

fn main() {}
