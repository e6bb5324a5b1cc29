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
    name = "contact_counts",
    materialized, exposes = "read by the nightly report alone",
    query = "
        SELECT contacts.org_id, count(*) AS contacts
        FROM public.contacts
        GROUP BY contacts.org_id"
)]
pub struct Count {
    pub org_id: Uuid,
    pub contacts: i64,
}

impl ViewRules for Count {
    type Columns = CountColumns;
    fn rules(_: CountColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(current_org()).module(Module::new("create_orders").then("count_contacts").function::<current_org>().table::<Contact>().view::<Count>())
}
