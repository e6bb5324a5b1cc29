//! There is no such table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(references = Organisation::id)]
    pub org_id: Uuid,
}

fn main() {}
