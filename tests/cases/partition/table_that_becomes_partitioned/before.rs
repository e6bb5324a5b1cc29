use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at)
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

    fn rules(_: EventColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<Event>())
}
