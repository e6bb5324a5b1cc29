//! `tenent` is no word of `#[table(…)]`.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", tenent = org_id, no_rules)]
pub struct Contact {
    pub org_id: Uuid,
}

fn main() {}
