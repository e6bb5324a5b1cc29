//! A table says its rules, or that it has none.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub id: Uuid,
}

pub fn module() -> Module {
    Module::new("create_contacts").table::<Contact>()
}

fn main() {}
