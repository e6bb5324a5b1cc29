use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test", primary_key(id, kind), partition_by = list(kind))]
pub struct Event {
    pub id: i64,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.check(c.id.gt(0)).named("events_count").no_inherit();
        r.partition("events_of_tea").values(["tea"]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("limit_events").table::<Event>())
}
