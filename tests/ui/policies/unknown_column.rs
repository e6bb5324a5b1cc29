//! The table has no such column.

use voxanne_schema::prelude::*;

sql_fn! { pub fn auth_org_id() -> Uuid; }

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.policy("contacts_select").on(Select).to(PUBLIC).using(c.organization_id.eq(auth_org_id()));
    }
}

fn main() {}
