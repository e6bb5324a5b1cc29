//! A partition is partitioned by columns of its own table.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "kinds", shared = "a test", no_rules)]
pub struct Kind {
    #[col(primary_key)]
    pub name: String,
}

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = list(kind))]
pub struct Event {
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_of_tea").values(["tea"]).by_list(Kind::name, |_| {});
    }
}

fn main() {}
