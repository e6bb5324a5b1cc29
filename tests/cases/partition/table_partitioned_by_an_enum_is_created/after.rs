use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(PgEnum)]
#[pg_enum(name = "kind")]
pub enum Kind {
    Tea,
    Salt,
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
    pub at: Date,
    pub kind: Kind,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(_: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_of_tea").values([Kind::Tea]);
        r.partition("events_of_salt").values([Kind::Salt]);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_notes").table::<Note>()).module(
        Module::new("create_events")
            .enumeration::<Kind>()
            .table::<Event>(),
    )
}
