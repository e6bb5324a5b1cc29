use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "a")]
    pub b: i32,
    #[col(renamed_from = "b")]
    pub c: i32,
    #[col(renamed_from = "c")]
    pub d: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("move_names_on").table::<A>())
}
