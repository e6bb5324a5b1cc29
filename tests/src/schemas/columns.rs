//! Every type that definitions have, with defaults, identity and generated columns.

use voxanne_schema::prelude::*;

use crate::Case;

/// One table with a column of each type.
#[must_use]
pub fn case() -> Case {
    let module = Module::new("create_kinds")
        .enumeration::<Mood>()
        .table::<Everything>();
    Case {
        name: "a_column_of_each_type",
        states: vec![super::plain().module(module)],
        rows: &[(
            0,
            "INSERT INTO everything (code, price, day) VALUES ('a', 1.50, '2026-01-01'), ('b', 2, '2026-01-02');",
        )],
        checks: &[],
    }
}

/// How it feels: a label with a quote, one with a space.
#[derive(PgEnum)]
pub enum Mood {
    Calm,
    #[pg_enum(label = "can't say")]
    Unknown,
    #[pg_enum(label = "Very Good")]
    Good,
}

/// A column of each type. It's "quoted", with a \ in it.
#[derive(Table)]
#[table(name = "everything", shared = "a test")]
pub struct Everything {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = true)]
    pub flag: bool,
    #[col(default = -1)]
    pub small: i16,
    #[col(default = 0)]
    pub whole: i32,
    pub ratio: Option<f32>,
    #[col(default = 0.5)]
    pub share: f64,
    #[col(default = "it's")]
    pub text: String,
    pub code: Varchar<20>,
    pub price: Numeric,
    #[col(generated = sql::<String>("upper(code)"))]
    pub upper_code: Option<String>,
    #[col(default = gen_random_uuid())]
    pub token: Uuid,
    #[col(default = now())]
    pub at: Timestamptz,
    #[col(default = now() + hours(1))]
    pub until: Timestamptz,
    pub local: Option<Timestamp>,
    pub day: Option<Date>,
    pub time: Option<Time>,
    #[col(default = days(3))]
    pub wait: Interval,
    #[col(default = jsonb("{\"a\": [1, \"it's\"]}"))]
    pub document: Jsonb,
    pub raw: Option<Json>,
    pub bytes: Option<Bytea>,
    pub address: Option<Inet>,
    pub network: Option<Cidr>,
    #[col(default = Mood::Unknown)]
    pub mood: Mood,
    pub moods: Option<Vec<Mood>>,
    pub tags: Option<Vec<String>>,
}

impl TableRules for Everything {
    type Columns = EverythingColumns;

    fn rules(c: EverythingColumns, r: &mut Rules<'_, Self>) {
        r.check(c.price.gt(0).and(c.share.le(1.0).or(c.flag)));
        r.check(c.mood.is_in([Mood::Calm, Mood::Unknown, Mood::Good]))
            .named("everything_mood_known");
        r.index(lower(c.text)).named("everything_lower_text");
        r.index((c.at.desc().nulls_last(), c.id))
            .include(c.code)
            .named("everything_newest");
        r.index(c.document).using(IndexMethod::Gin);
        r.index(c.code.operator_class("varchar_pattern_ops"))
            .filter(c.flag.eq(true))
            .named("everything_code_prefix");
        r.index((c.day, c.time))
            .unique()
            .nulls_not_distinct()
            .named("everything_slot");
    }
}
