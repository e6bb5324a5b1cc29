use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Fresh,
    Won,
}

#[derive(Table)]
#[table(name = "leads", shared = "a test")]
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
        r.index(c.id).filter(c.state.eq(State::Won));
        r.check(c.state.ne(State::Won).or(c.id.gt(0)));
        r.policy_on(Select).to(READER).using(c.state.eq(State::Fresh));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_leads")
            .then("call_them_fresh")
            .enumeration::<State>()
            .table::<Lead>(),
    )
}
