use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "My \"Table\"", shared = "a test", renamed_from = "Select", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(name = "Or der", unique, renamed_from = "Group")]
    pub a: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_select").then("rename_select").table::<A>())
}
