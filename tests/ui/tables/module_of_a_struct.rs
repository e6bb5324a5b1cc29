//! A struct without the derive is no table.

use voxanne_schema::prelude::*;

pub struct Contact;

pub fn module() -> Module {
    Module::new("create_contacts").table::<Contact>()
}

fn main() {}
