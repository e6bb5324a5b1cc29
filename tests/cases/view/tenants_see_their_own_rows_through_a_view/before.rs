use crate::cases::prelude::*;

sql_fn! {
    #[function(stable, execute(READER))]
    pub fn current_org() -> Uuid { "SELECT nullif(current_setting('app.org', true), '')::uuid" }
}

#[derive(Table)]
#[table(name = "contacts", tenant = org_id)]
pub struct Contact {
    #[col(primary_key)]
    pub id: i64,
    pub org_id: Uuid,
    pub name: String,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.index(c.org_id);
        r.grant(Select).to(READER);
        r.policy("contacts_select").on(Select).to(READER).using(c.org_id.eq(current_org()));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(current_org()).module(Module::new("create_orders").function::<current_org>().table::<Contact>())
}
