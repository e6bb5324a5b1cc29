//! A key of partitions names columns of the table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = range(moment))]
pub struct Event {
    #[col(default = now())]
    pub at: Timestamptz,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_rest").default();
    }
}

fn main() {}
