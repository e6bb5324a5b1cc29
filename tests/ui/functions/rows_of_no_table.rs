//! The rows are those of a declared table.

use voxanne_schema::prelude::*;

pub struct Contact;

sql_fn! {
    pub fn contacts() -> setof table Contact { "select 1" }
}

fn main() {}
