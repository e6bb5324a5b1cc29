//! A role is a constant, so that nobody misspells it.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(_: ContactColumns, r: &mut Rules<Self>) {
        r.policy("contacts_select").on(Select).to("authenticated").using(true);
    }
}

fn main() {}
