//! A table inherits from others.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    pub id: i64,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City, Capital), no_rules)]
pub struct Capital {
    pub id: i64,
}

fn main() {}
