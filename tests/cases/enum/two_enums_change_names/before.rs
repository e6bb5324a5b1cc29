use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "a")]
pub enum A {
    X,
}

#[derive(PgEnum)]
#[pg_enum(name = "b")]
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
            .enumeration::<A>()
            .enumeration::<B>()
            .table::<T>(),
    )
}
