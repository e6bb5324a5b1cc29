//! A filter is a condition.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub phone: Option<String>,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.index(c.phone).unique().filter(c.phone);
    }
}

fn main() {}
