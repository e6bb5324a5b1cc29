//! A text is no column.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.index("org_id");
        r.index((c.org_id, 1));
    }
}

fn main() {}
