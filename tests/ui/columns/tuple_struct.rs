//! The columns of a table have names.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact(Uuid, String);

fn main() {}
