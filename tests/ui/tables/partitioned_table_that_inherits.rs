//! A partitioned table inherits from none.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    pub id: i64,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", partition_by = range(id), inherits(City), no_rules)]
pub struct Capital {
    pub id: i64,
}

fn main() {}
