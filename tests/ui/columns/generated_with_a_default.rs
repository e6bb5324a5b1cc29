//! A value comes from one source.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub name: String,
    #[col(default = "", generated = lower(Self::name))]
    pub search: String,
}

fn main() {}
