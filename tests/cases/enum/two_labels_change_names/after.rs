use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Won,
    #[pg_enum(renamed_from = "won")]
    New,
}

#[derive(Table)]
#[table(name = "leads", shared = "a test")]
pub struct Lead {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::Won)]
    pub state: State,
    pub past: Vec<State>,
}

impl TableRules for Lead {
    type Columns = LeadColumns;

    fn rules(c: LeadColumns, r: &mut Rules<'_, Self>) {
        r.index(c.id).filter(c.state.eq(State::New));
        r.check(c.state.ne(State::New).or(c.id.gt(0)));
        r.policy_on(Select).to(READER).using(c.state.eq(State::Won));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_leads")
            .then("turn_around")
            .enumeration::<State>()
            .table::<Lead>(),
    )
}
