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

#[derive(View)]
#[view(
    name = "contact_names",
    query = "
        SELECT contacts.id, contacts.org_id, contacts.name
        FROM public.contacts"
)]
pub struct ContactName {
    pub id: i64,
    pub org_id: Uuid,
    pub name: String,
}

impl ViewRules for ContactName {
    type Columns = ContactNameColumns;
    fn rules(_: ContactNameColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(current_org()).module(Module::new("create_orders").function::<current_org>().table::<Contact>().view::<ContactName>())
}
