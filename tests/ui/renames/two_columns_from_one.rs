//! Only one column can have the values of a former one.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
    #[col(renamed_from = "mail")]
    pub email: String,
    #[col(renamed_from = "mail")]
    pub address: String,
}

fn main() {}
