//! The words stand in parentheses.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table = "contacts"]
pub struct Contact {
    #[col]
    pub id: Uuid,
}

fn main() {}
