use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "morning", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub name: String,
}

#[derive(Table)]
#[table(name = "evening", shared = "a test", no_rules)]
pub struct B {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub place: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_halves").table::<A>().table::<B>())
}
