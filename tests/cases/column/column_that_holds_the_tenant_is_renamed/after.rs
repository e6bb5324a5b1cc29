use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants", no_rules)]
pub struct Organization {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
}

#[derive(Table)]
#[table(name = "notes", tenant = organization_id, unique(organization_id, id))]
pub struct Note {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(references = Organization::id, renamed_from = "org_id")]
    pub organization_id: Uuid,
    pub text: String,
}

impl TableRules for Note {
    type Columns = NoteColumns;

    fn rules(c: NoteColumns, r: &mut Rules<'_, Self>) {
        r.index((c.organization_id, c.text));
        r.policy_on(All).to(READER).using(c.organization_id.is_not_null());
        r.grant((Select, Insert)).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(sql::<Uuid>("nullif(current_setting('app.org', true), '')::uuid"))
        .module(Module::new("create_organizations").table::<Organization>())
        .module(
            Module::new("create_notes")
                .then("spell_out_organizations")
                .table::<Note>(),
        )
}
