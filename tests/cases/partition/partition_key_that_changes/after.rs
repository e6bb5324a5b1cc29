use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at, amount),
    partition_by = range(amount)
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
        r.partition("events_low").range(0, 100);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("partition_by_amount").table::<Event>())
}
