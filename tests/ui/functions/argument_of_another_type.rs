//! A call gives what the function takes.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn owner_of(contact_id: Uuid, at: Option<Timestamptz>) -> Uuid;
}

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
    pub name: String,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.check(c.org_id.eq(owner_of(c.name, null())));
        r.check(c.org_id.eq(owner_of(null(), now())));
        r.check(c.org_id.eq(owner_of(c.org_id, 'x')));
    }
}

fn main() {}
