use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state")]
pub enum State {
    New,
    Old,
    Done,
}

/// A state that counts.
#[derive(Domain)]
#[domain(check(counted_is_known = "VALUE <> 'new'"))]
pub struct Counted(State);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub state: Counted,
    pub states: Vec<Counted>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .enumeration::<State>()
        .domain::<Counted>()
        .table::<User>();
    d.module(module)
}
