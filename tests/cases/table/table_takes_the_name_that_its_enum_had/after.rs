use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead", renamed_from = "leads")]
pub enum State {
    New,
}

#[derive(Table)]
#[table(name = "leads", shared = "a test", renamed_from = "lead", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: State,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_leads")
            .then("turn_around")
            .enumeration::<State>()
            .table::<A>(),
    )
}
