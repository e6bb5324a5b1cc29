use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at),
    partition_by = range(at)
)]
pub struct Event {
    #[col(identity)]
    pub id: i64,
    pub at: Timestamp,
    pub kind: String,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_2026_01")
            .range(timestamp("2026-01-01T00:00:00"), timestamp("2026-02-01T00:00:00"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("make_days_moments").table::<Event>())
}
