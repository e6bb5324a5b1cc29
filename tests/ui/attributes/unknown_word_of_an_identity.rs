//! An identity says how it counts.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key, identity(by_default, step = 5))]
    pub id: i64,
    #[col(identity(start = 1, start = 2))]
    pub number: i64,
    #[col(identity = (start = 1))]
    pub place: i64,
    #[col(identity(always, by_default))]
    pub other: i64,
    #[col(identity(cache))]
    pub last: i64,
}

fn main() {}
