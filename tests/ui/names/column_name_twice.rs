//! Two fields would be one column.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub kind: String,
    #[col(name = "kind")]
    pub sort: String,
}

fn main() {}
