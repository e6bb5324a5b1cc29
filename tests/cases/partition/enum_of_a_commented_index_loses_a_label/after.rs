use crate::cases::prelude::*;

/// What happened.
#[derive(PgEnum)]
#[pg_enum(removed("rye"))]
pub enum Kind {
    Tea,
    Salt,
}

#[derive(Table)]
#[table(
    name = "events",
    shared = "a test",
    primary_key(id, at),
    partition_by = range(at)
)]
pub struct Event {
    #[col(identity)]
    pub id: i64,
    pub at: Date,
    #[col(default = Kind::Tea)]
    pub kind: Kind,
    pub notes: Vec<Kind>,
    pub amount: i32,
}

impl TableRules for Event {
    type Columns = EventColumns;

    fn rules(c: EventColumns, r: &mut Rules<'_, Self>) {
        r.partition("events_2026_01")
            .range(date("2026-01-01"), date("2026-02-01"));
        r.partition("events_2026_02")
            .range(date("2026-02-01"), date("2026-03-01"));
        r.column(c.notes).compress(Compression::Pglz);
        r.index(c.kind).named("events_by_kind");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_events")
            .then("remove_rye")
            .enumeration::<Kind>()
            .table::<Event>()
            .object(model::Comment {
                on: model::CommentTarget::Object(Box::new(ObjectId::Index(QualifiedName::public(
                    "events_by_kind",
                )))),
                text: "For the counter.".to_owned(),
            }),
    )
}
