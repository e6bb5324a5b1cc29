//! A column that is renamed is not there under its former name as well.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
    pub mail: String,
    #[col(renamed_from = "mail")]
    pub email: String,
}

fn main() {}
