//! The tenant is a uuid, the setting a text.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.policy("contacts_select")
            .on(Select)
            .to(PUBLIC)
            .using(c.org_id.eq(sql::<String>("current_setting('app.org_id')")));
    }
}

fn main() {}
