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
    pub at: Date,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_2026_01").range(date("2026-01-01"), date("2026-02-01"));
        r.partition("events_rest").default();
        r.unique((c.kind, c.at)).named("events_kind_at").initially_deferred();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("put_off_kinds").table::<Event>())
}
