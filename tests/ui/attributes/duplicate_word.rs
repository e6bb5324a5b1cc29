//! One word twice, in one attribute and in two.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", name = "people")]
#[table(no_rules)]
pub struct Contact {
    #[col(unique)]
    #[col(unique)]
    pub id: Uuid,
}

fn main() {}
