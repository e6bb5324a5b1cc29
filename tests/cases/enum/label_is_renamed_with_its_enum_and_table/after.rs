use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_status", renamed_from = "lead_state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Fresh,
    #[pg_enum(renamed_from = "won")]
    Done,
}

#[derive(Table)]
#[table(name = "prospects", renamed_from = "leads", shared = "a test")]
pub struct Lead {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::Fresh)]
    pub state: State,
    pub past: Vec<State>,
}

impl TableRules for Lead {
    type Columns = LeadColumns;

    fn rules(c: LeadColumns, r: &mut Rules<'_, Self>) {
        r.index(c.id).filter(c.state.eq(State::Done));
        r.check(c.state.ne(State::Done).or(c.id.gt(0)));
        r.policy_on(Select).to(READER).using(c.state.eq(State::Fresh));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_leads")
            .then("rename_all")
            .enumeration::<State>()
            .table::<Lead>(),
    )
}
