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
    pub place: Option<i32>,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.column(c.place).statistics(250);
        r.partition("events_of_salt").values(["salt"]);
        r.partition("events_of_tea").values(["tea"]);
        r.partition("events_of_others").default();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<Event>())
}
