use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "mail")]
    pub email: String,
    pub age: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("spell_out_email").table::<A>())
}
