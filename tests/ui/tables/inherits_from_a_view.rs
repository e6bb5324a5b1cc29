//! A view has no heirs.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    pub id: i64,
}

#[derive(View)]
#[view(name = "big_cities", query = "SELECT id FROM cities", no_rules)]
pub struct BigCity {
    pub id: Option<i64>,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(BigCity), no_rules)]
pub struct Capital {
    pub id: i64,
}

fn main() {}
