//! A value of Rust's that PostgreSQL does not know.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = vec!["in_app"])]
    pub channels: Vec<String>,
    #[col(default = [1, 2])]
    pub levels: Option<Vec<i32>>,
    #[col(default = &["it's", "two words"])]
    pub labels: Vec<String>,
    #[col(default = Vec::new())]
    pub tags: Vec<String>,
    #[col(default = ())]
    pub name: String,
}

fn main() {}
