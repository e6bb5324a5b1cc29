use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "leads")]
pub enum State {
    New,
}

#[derive(Table)]
#[table(name = "lead", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_leads").enumeration::<State>().table::<A>())
}
