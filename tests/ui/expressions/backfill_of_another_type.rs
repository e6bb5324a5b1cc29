//! Rows that exist get a value of the column's type.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.backfill(c.org_id).with("none");
    }
}

fn main() {}
