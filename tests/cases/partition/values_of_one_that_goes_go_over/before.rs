use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, kind),
    partition_by = list(kind)
)]
pub struct Event {
    pub id: i64,
    pub kind: String,
    pub note: Option<String>,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.index(c.note).named("events_note");
        r.partition("events_of_rice").values(["rice", "sugar"]);
        r.partition("events_of_salt").values(["salt"]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<Event>())
}
