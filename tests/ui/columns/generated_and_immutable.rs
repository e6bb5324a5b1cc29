//! Nobody writes a generated column.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub name: String,
    #[col(generated = lower(Self::name), immutable)]
    pub search: String,
}

fn main() {}
