//! A name has at least one character.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "", no_rules)]
pub struct Contact {
    #[col(name = "")]
    pub id: Uuid,
}

fn main() {}
