//! A table is one or the other.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", tenant = org_id, shared = "all may see it", no_rules)]
pub struct Contact {
    pub org_id: Uuid,
}

fn main() {}
