//! A table that is partitioned by a list has no ranges.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = list(kind))]
pub struct Event {
    #[col(default = now())]
    pub at: Timestamptz,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_one").range("a", "b");
    }
}

fn main() {}
