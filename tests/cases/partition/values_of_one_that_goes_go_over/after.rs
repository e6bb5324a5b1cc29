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
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_of_rice").values(["rice", "salt", "sugar"]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("drop_notes").table::<Event>())
}
