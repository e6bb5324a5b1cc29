use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", no_rules)]
pub struct Event {
    pub at: Timestamptz,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("sort_events").table::<Event>())
}
