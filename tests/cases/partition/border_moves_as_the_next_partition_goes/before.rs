use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at),
    partition_by = range(at)
)]
pub struct Event {
    pub id: i64,
    pub at: Date,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_2024").range(date("2024-01-01"), date("2025-01-01"));
        r.partition("events_2025").range(date("2025-01-01"), date("2026-01-01"));
        r.partition("events_2026").range(date("2026-01-01"), date("2027-01-01"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<Event>())
}
