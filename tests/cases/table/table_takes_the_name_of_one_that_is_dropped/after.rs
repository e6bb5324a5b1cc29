use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "texts", shared = "a test", renamed_from = "drafts", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub a: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").then("keep_drafts").table::<A>())
}
