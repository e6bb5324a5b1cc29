use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Fresh,
    #[pg_enum(renamed_from = "won")]
    Done,
}

#[derive(Table)]
#[table(name = "leads", shared = "a test")]
pub struct Lead {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = sql::<State>("'fresh'::lead_state"))]
    pub state: State,
}

impl TableRules for Lead {
    type Columns = LeadColumns;

    fn rules(c: LeadColumns, r: &mut Rules<'_, Self>) {
        r.check(sql::<bool>("state <> 'done'::lead_state OR id > 0"))
            .named("sane");
        r.index(c.state);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_leads")
            .then("spell_labels")
            .enumeration::<State>()
            .table::<Lead>(),
    )
}
