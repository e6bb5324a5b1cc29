//! The attribute holds words, not texts.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table("contacts")]
pub struct Contact {
    pub id: Uuid,
}

fn main() {}
