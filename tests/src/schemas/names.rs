//! Names that need quotes, and names that are nearly alike.

use voxanne_schema::prelude::*;

use crate::Case;

/// Reserved words, capitals, spaces, quotes and other scripts, in another namespace.
#[must_use]
pub fn case() -> Case {
    let module = Module::new("create_names")
        .namespace("Odd Names")
        .enumeration::<Odd>()
        .table::<Choice>();
    Case {
        name: "names_that_need_quotes",
        states: vec![super::plain().module(module)],
        rows: &[(
            0,
            "INSERT INTO \"Odd Names\".\"select\" (\"from\", \"Größe\") VALUES ('x', 1);",
        )],
        checks: &[],
    }
}

/// An enum with a name in another script.
#[derive(PgEnum)]
#[pg_enum(name = "نوع", namespace = "Odd Names")]
pub enum Odd {
    #[pg_enum(label = "واحد")]
    One,
    #[pg_enum(label = "a \"quoted\" label")]
    Two,
}

/// A table called select.
#[derive(Table)]
#[table(
    name = "select",
    namespace = "Odd Names",
    shared = "a test",
    unique(from, size, name = "a \"key\"")
)]
pub struct Choice {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    pub from: String,
    #[col(name = "Größe")]
    pub size: i32,
    #[col(name = "größe", default = 1)]
    pub size_too: i32,
    #[col(name = "end of it's", default = Odd::Two)]
    pub end: Odd,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Choice {
    type Columns = ChoiceColumns;

    fn rules(c: ChoiceColumns, r: &mut Rules<'_, Self>) {
        r.check(c.size.gt(0).and(c.from.ne("")));
        r.index((c.from, c.size.desc()))
            .filter(c.end.eq(Odd::One))
            .named("Index of select");
        r.policy("everyone's rows")
            .on(Select)
            .to(PUBLIC)
            .using(c.size.gt(1));
        r.updated_at(c.updated_at);
    }
}
