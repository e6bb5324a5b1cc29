//! Domains over texts, numbers, enums and each other, and composite types, in columns and in arrays.

use voxanne_schema::prelude::*;

use crate::Case;

/// A table whose columns are of domains.
#[must_use]
pub fn case() -> Case {
    let module = Module::new("create_people")
        .enumeration::<Mood>()
        .domain::<Email>()
        .domain::<WorkEmail>()
        .domain::<Score>()
        .domain::<KnownMood>()
        .composite::<Address>()
        .table::<Person>();
    Case {
        name: "domains",
        states: vec![super::plain().module(module)],
        rows: &[(
            0,
            "INSERT INTO people (email, work, score, mood, others, moods)
             VALUES ('a@b.c', 'a@work.org', 3, 'calm', '{x@y.z}', '{calm}');",
        )],
        checks: &[(0, "SELECT count(*) FROM people WHERE score > 2", "1")],
    }
}

#[derive(PgEnum)]
pub enum Mood {
    Calm,
    Busy,
}

/// An address that mail can be sent to.
#[derive(Domain)]
#[domain(check(email_has_at = "VALUE ~ '@'"))]
pub struct Email(String);

#[derive(Domain)]
#[domain(check(work_email_is_org = "VALUE ~ 'org$'"))]
pub struct WorkEmail(Email);

#[derive(Domain)]
#[domain(default = 0, check(score_is_not_negative = "VALUE >= 0"))]
pub struct Score(i64);

#[derive(Domain)]
pub struct KnownMood(Mood);

/// People.
#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct Person {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub email: Email,
    pub work: Option<WorkEmail>,
    pub score: Score,
    pub mood: KnownMood,
    pub others: Vec<Email>,
    pub moods: Option<Vec<KnownMood>>,
    pub home: Option<Address>,
    #[col(default = sql::<Vec<Address>>("'{}'"))]
    pub former: Vec<Address>,
}

/// Where somebody lives.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    /// How good it is.
    pub score: Score,
}
