//! An expression that ends too early.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = 1 +)]
    pub id: i64,
}

fn main() {}
