//! The path leads to something else.

use voxanne_schema::prelude::*;

pub struct Clinic;

impl Clinic {
    pub const ID: &'static str = "id";
}

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(references = Clinic::ID)]
    pub clinic: Uuid,
}

fn main() {}
