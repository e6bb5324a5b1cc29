use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", no_rules)]
pub struct Event {
    pub name: String,
    pub at: Timestamptz,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<Event>())
}
