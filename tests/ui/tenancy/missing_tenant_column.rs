//! The tenant is a column of the table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", tenant = org, no_rules)]
pub struct Contact {
    pub org_id: Uuid,
    pub name: String,
}

fn main() {}
