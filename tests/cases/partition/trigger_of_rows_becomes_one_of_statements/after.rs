use crate::cases::prelude::*;

sql_fn! {
    /// Watches.
    #[function(language = plpgsql)]
    pub fn watch() -> trigger {
        "BEGIN RETURN NULL; END;"
    }
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
        r.trigger("events_watch").after(Insert).for_each_statement().executes::<watch>();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_events")
            .then("watch_statements")
            .function::<watch>()
            .table::<Event>(),
    )
}
