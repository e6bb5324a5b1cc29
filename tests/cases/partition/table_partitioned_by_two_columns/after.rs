use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at, amount),
    partition_by = range(at, amount)
)]
pub struct Event {
    #[col(identity)]
    pub id: i64,
    pub at: Date,
    pub kind: String,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_early").range((Minimum, Minimum), (date("2026-01-10"), 0));
        r.partition("events_late")
            .range((date("2026-01-10"), 0), (Maximum, Maximum));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_notes").table::<Note>())
        .module(Module::new("create_events").table::<Event>())
}
