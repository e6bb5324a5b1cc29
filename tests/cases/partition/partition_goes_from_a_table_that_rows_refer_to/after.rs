use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "notes",
    shared = "a test",
    no_rules,
    foreign_key((event, kind) => Event(id, kind))
)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
    pub event: i64,
    pub kind: String,
}

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
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_of_salt").values(["salt"]);
        r.partition("events_of_others").default();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_events")
            .then("forget_tea")
            .table::<Event>()
            .table::<Note>(),
    )
}
