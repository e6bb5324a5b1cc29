//! PostgreSQL has no unsigned integers and no maps.

use voxanne_schema::prelude::*;

use std::collections::BTreeMap;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub id: u64,
    #[col(default = "x")]
    pub tags: BTreeMap<String, String>,
    pub note: Option<char>,
}

fn main() {}
