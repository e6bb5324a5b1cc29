//! Nothing is deleted where nothing is pointed at.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(on_delete = cascade)]
    pub org_id: Uuid,
    #[col(foreign_key_name = "contacts_owner")]
    pub owner: Uuid,
}

fn main() {}
