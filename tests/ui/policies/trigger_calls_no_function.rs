//! A trigger calls a declared function with a body.

use voxanne_schema::prelude::*;

sql_fn! { pub fn auth_org_id() -> Uuid; }

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub org_id: Uuid,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(_: ContactColumns, r: &mut Rules<Self>) {
        r.trigger("touch").before(Select).executes::<Contact>();
    }
}

fn main() {}
