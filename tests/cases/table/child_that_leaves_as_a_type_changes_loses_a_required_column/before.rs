use crate::cases::prelude::*;

/// What a city is.
#[derive(PgEnum)]
#[pg_enum(name = "city_state")]
pub enum State {
    Open,
    Lost,
}

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub state: State,
    pub people: i32,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City), no_rules)]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub state: State,
    pub people: i32,
    pub country: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_cities").enumeration::<State>().table::<City>().table::<Capital>())
}
