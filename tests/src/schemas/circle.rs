//! Tables that refer to each other and to themselves.

use voxanne_schema::prelude::*;

use crate::Case;

/// Two tables in a circle, one of which also refers to itself.
#[must_use]
pub fn case() -> Case {
    let module = Module::new("create_people").table::<Person>().table::<Team>();
    Case {
        name: "tables_that_refer_to_each_other",
        states: vec![super::plain().module(module)],
        rows: &[(
            0,
            "INSERT INTO people (name) VALUES ('Ada'), ('Grace');
             INSERT INTO teams (lead_id) SELECT min(id) FROM people;
             UPDATE people SET team_id = (SELECT min(id) FROM teams), boss_id = (SELECT min(id) FROM people);",
        )],
        checks: &[],
    }
}

/// People.
#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct Person {
    #[col(primary_key, identity = by_default)]
    pub id: i64,
    pub name: String,
    #[col(references = Person::id, on_delete = set_null)]
    pub boss_id: Option<i64>,
    #[col(references = Team::id)]
    pub team_id: Option<i64>,
}

/// Teams.
#[derive(Table)]
#[table(name = "teams", shared = "a test", no_rules)]
pub struct Team {
    #[col(primary_key, identity = by_default)]
    pub id: i64,
    #[col(references = Person::id, on_delete = restrict, on_update = cascade)]
    pub lead_id: i64,
}
