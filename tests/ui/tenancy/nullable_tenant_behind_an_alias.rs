//! Every row belongs to a tenant, whatever its type is called.

use voxanne_schema::prelude::*;

type Owner = Option<Uuid>;

#[derive(Table)]
#[table(name = "contacts", tenant = org_id, no_rules)]
pub struct Contact {
    pub org_id: Owner,
}

fn main() {}
