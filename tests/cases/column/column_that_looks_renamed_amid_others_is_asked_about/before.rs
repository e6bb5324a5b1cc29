use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub mail: Option<String>,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>())
}
