use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, kind),
    partition_by = list(kind)
)]
pub struct Event {
    #[col(identity)]
    pub id: i64,
    pub kind: String,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_of_salt").values(["salt"]);
        r.partition("events_of_others").default();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").then("forget_tea").table::<Event>())
}
