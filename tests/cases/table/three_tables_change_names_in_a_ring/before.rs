use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "red", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: String,
}

#[derive(Table)]
#[table(name = "green", shared = "a test", no_rules)]
pub struct B {
    #[col(primary_key, identity)]
    pub id: i64,
    pub b: String,
}

#[derive(Table)]
#[table(name = "blue", shared = "a test", no_rules)]
pub struct C {
    #[col(primary_key, identity)]
    pub id: i64,
    pub c: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_lights")
            .table::<A>()
            .table::<B>()
            .table::<C>(),
    )
}
