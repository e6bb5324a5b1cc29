//! A table without a key has no partitions.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test")]
pub struct Event {
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_rest").default();
    }
}

fn main() {}
