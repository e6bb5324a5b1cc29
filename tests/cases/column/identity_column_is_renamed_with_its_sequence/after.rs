use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity, renamed_from = "id")]
    pub number: i64,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("number_people").table::<A>())
}
