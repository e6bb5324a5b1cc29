use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "current", shared = "a test", no_rules)]
pub struct Old {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: String,
}

#[derive(Table)]
#[table(name = "next", shared = "a test", no_rules)]
pub struct Next {
    #[col(primary_key, identity)]
    pub id: i64,
    pub b: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_terms").table::<Old>().table::<Next>())
}
