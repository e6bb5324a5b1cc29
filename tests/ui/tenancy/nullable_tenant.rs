//! Every row belongs to a tenant.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", tenant = org_id, no_rules)]
pub struct Contact {
    pub org_id: Option<Uuid>,
}

fn main() {}
