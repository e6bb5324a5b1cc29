use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "drafts", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub a: String,
}

#[derive(Table)]
#[table(name = "texts", shared = "a test", no_rules)]
pub struct B {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub b: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").table::<A>().table::<B>())
}
