use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "b", renamed_from = "a")]
pub enum A {
    X,
}

#[derive(PgEnum)]
#[pg_enum(name = "a", renamed_from = "b")]
pub enum B {
    Y,
}

#[derive(Table)]
#[table(name = "things", shared = "a test", no_rules)]
pub struct T {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: A,
    pub b: Vec<B>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_things")
            .then("turn_around")
            .enumeration::<A>()
            .enumeration::<B>()
            .table::<T>(),
    )
}
