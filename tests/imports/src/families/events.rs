//! Events.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_events")
        .as_found()
        .table::<Event>()
}

#[derive(Table)]
#[table(name = "events", partition_by = list(kind))]
pub struct Event {
    pub tenant: i32,
    pub kind: Option<String>,
    pub at: Date,
    pub code: Option<Varchar<8>>,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.column(c.code).collate("C");
        r.index((c.at, c.code.desc().collate("POSIX"))).named("events_at");
    }
}
