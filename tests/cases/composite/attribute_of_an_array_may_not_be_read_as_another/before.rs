use crate::cases::prelude::*;

/// Whether it is so.
#[derive(Domain)]
pub struct Flag(i32);

/// What is on and what is off.
#[derive(Composite)]
pub struct Switch {
    pub label: String,
    pub state: Flag,
}

/// Rooms.
#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key, identity)]
    pub id: i64,
    pub first: Switch,
    pub all: Vec<Switch>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_rooms")
        .domain::<Flag>()
        .composite::<Switch>()
        .table::<Room>();
    d.module(module)
}
