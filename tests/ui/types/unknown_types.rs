//! No such types are in scope, some of them inside of others: told once for each field.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub org_id: Option<Uid>,
    pub tags: Vec<Label>,
    pub note: Txt,
}

fn main() {}
