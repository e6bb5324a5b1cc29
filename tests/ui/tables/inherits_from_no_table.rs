//! Only tables have heirs.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    pub id: i64,
}

pub struct Country;

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(Country), no_rules)]
pub struct Capital {
    pub id: i64,
}

fn main() {}
