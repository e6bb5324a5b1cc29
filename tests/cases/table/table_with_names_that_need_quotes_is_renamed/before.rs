use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "Select", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(name = "Group", unique)]
    pub a: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_select").table::<A>())
}
