use crate::cases::prelude::*;

sql_fn! {
    /// The tenant of the session.
    #[function(stable, execute(READER))]
    pub fn current_org() -> i64 {
        "SELECT nullif(current_setting('app.org', true), '')::bigint"
    }
}

#[derive(Table)]
#[table(name = "clinics", shared = "the tenants themselves", no_rules)]
pub struct Clinic {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(
    name = "events",
    tenant = org,
    primary_key(org, id, at),
    partition_by = range(at)
)]
pub struct Event {
    #[col(references = Clinic::id)]
    pub org: i64,
    pub id: i64,
    pub at: Date,
    pub kind: String,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
        r.policy("events_select")
            .on(Select)
            .to(READER)
            .using(c.org.eq(current_org()));
        r.partition("events_2026_01").range(date("2026-01-01"), date("2026-02-01"));
        r.partition("events_2026_02").range(date("2026-02-01"), date("2026-03-01"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.tenant(current_org()).module(
        Module::new("create_events")
            .then("add_february")
            .function::<current_org>()
            .table::<Clinic>()
            .table::<Event>(),
    )
}
