use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    New,
    Won,
}

#[derive(Table)]
#[table(name = "leads", shared = "a test")]
pub struct Lead {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = sql::<State>("'new'::lead_state"))]
    pub state: State,
}

impl TableRules for Lead {
    type Columns = LeadColumns;

    fn rules(c: LeadColumns, r: &mut Rules<'_, Self>) {
        r.check(sql::<bool>("state <> 'won'::lead_state OR id > 0"))
            .named("sane");
        r.index(c.state);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_leads").enumeration::<State>().table::<Lead>())
}
