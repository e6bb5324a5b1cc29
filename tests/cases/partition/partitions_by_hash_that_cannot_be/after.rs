use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id),
    partition_by = hash(id)
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
        r.partition("events_0").hash(2, 0);
        r.partition("events_1").hash(2, 2);
        r.partition("events_2").hash(4, 2);
        r.partition("events_3").hash(3, 1);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("break_events").table::<Event>())
}
