use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at, kind),
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

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_of_tea").values(["tea", "salt", "pepper"]);
        r.partition("events_rest").default();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("add_pepper").table::<Event>())
}
