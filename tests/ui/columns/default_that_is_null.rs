//! Null is what a column without a default gets, if it accepts it.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = None)]
    pub phone: Option<String>,
    #[col(default = null())]
    pub attempts: i32,
}

fn main() {}
