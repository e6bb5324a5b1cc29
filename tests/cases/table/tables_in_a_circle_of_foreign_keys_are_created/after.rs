use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "teams", shared = "a test", no_rules)]
pub struct Team {
    #[col(primary_key)]
    pub id: i64,
    #[col(references = Person::id)]
    pub leader_id: Option<i64>,
}

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct Person {
    #[col(primary_key)]
    pub id: i64,
    #[col(references = Team::id)]
    pub team_id: Option<i64>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_rooms")
            .then("build_teams")
            .table::<Room>()
            .table::<Team>()
            .table::<Person>(),
    )
}
