//! Parents stand in parentheses.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    pub id: i64,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits = City, no_rules)]
pub struct Capital {
    pub id: i64,
}

fn main() {}
