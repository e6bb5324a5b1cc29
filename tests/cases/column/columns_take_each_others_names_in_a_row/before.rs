use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: i32,
    pub b: i32,
    pub c: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>())
}
