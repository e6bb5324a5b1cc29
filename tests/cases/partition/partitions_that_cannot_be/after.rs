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
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_2026_01").range(date("2026-01-01"), date("2026-02-01"));
        r.partition("events_late_january")
            .range(date("2026-01-20"), date("2026-02-20"));
        r.partition("events_backwards")
            .range(date("2026-06-01"), date("2026-05-01"));
        r.partition("events_thirteenth")
            .range(date("2026-13-01"), date("2027-01-01"));
        r.partition("events_rest").default();
        r.partition("events_others").default();
        r.unique(c.kind);
        r.index(c.amount).unique();
        r.with("fillfactor", 70);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("break_events").table::<Event>())
}
