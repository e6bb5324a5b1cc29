//! Row-level security does not see TRUNCATE.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(_: ContactColumns, r: &mut Rules<Self>) {
        r.policy("contacts_truncate").on(Truncate).to(PUBLIC).using(true);
    }
}

fn main() {}
