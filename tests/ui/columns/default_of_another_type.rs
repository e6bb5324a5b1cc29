//! The default is a text, the column a number.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = "none")]
    pub attempts: i32,
    #[col(default = now())]
    pub id: Uuid,
    #[col(default = 1.5)]
    pub retries: Option<i64>,
}

fn main() {}
