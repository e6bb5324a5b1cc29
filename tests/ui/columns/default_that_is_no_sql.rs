//! A value of Rust's that PostgreSQL does not know.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = vec!["in_app"])]
    pub channels: Vec<String>,
    #[col(default = ())]
    pub name: String,
}

fn main() {}
