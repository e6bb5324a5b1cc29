use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at, kind, amount, name = "events_wide_key"),
    partition_by = list(kind)
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
        r.partition("events_of_tea").values(["tea"]).by_range(c.at, |p| {
            p.partition("events_of_tea_2026")
                .range(date("2026-01-01"), date("2027-01-01"));
        });
        r.partition("events_rest").default();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("widen_the_key").table::<Event>())
}
