//! An end of a range has a value for each column of the key.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = range(at, kind))]
pub struct Event {
    #[col(default = now())]
    pub at: Timestamptz,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_one")
            .range(timestamptz("2026-01-01T00:00:00Z"), (Maximum, Maximum));
    }
}

fn main() {}
