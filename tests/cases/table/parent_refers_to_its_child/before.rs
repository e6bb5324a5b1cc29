use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_rooms").table::<Room>())
}
