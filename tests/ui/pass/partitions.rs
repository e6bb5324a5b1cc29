//! Partitions of each form, with bounds of each kind of value.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "kind")]
pub enum Kind {
    Tea,
    Salt,
}

#[derive(Table)]
#[table(name = "events", shared = "a test", partition_by = range(at, id))]
pub struct Event {
    pub id: i64,
    pub at: Option<Date>,
    pub kind: Kind,
    pub label: Varchar<20>,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<Self>) {
        r.partition("events_early")
            .range((Minimum, Minimum), (date("2026-01-01"), 0))
            .comment("Before the house opened.")
            .by_list(c.kind, |p| {
                p.partition("events_early_of_tea").values([Kind::Tea]);
                p.partition("events_early_rest").default().renamed_from("events_rest");
            });
        r.partition("events_late")
            .range((date("2026-01-01"), 0), (Maximum, Maximum))
            .by_hash((c.id, c.label), |p| {
                p.partition("events_late_0").hash(2, 0);
                p.partition("events_late_1").hash(2, 1).by_range(c.label, |p| {
                    p.partition("events_late_1_a").range("a", "n");
                });
            });
    }
}

#[derive(Table)]
#[table(name = "moments", shared = "a test", partition_by = list(at))]
pub struct Moment {
    pub at: Option<Timestamptz>,
}

impl TableRules for Moment {
    type Columns = MomentColumns;

    fn rules(_: MomentColumns, r: &mut Rules<Self>) {
        r.partition("moments_known")
            .values([timestamptz("2026-01-01T00:00:00Z"), sql("'infinity'")]);
        r.partition("moments_without").values([null()]);
    }
}

fn main() {}
