//! `#[col(…)]` belongs on a field, `#[table(…)]` on the struct.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
#[col(primary_key)]
pub struct Contact {
    #[table(tenant = id)]
    pub id: Uuid,
}

fn main() {}
