use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "past", shared = "a test", renamed_from = "current", no_rules)]
pub struct Old {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: String,
}

#[derive(Table)]
#[table(name = "current", shared = "a test", renamed_from = "next", no_rules)]
pub struct Next {
    #[col(primary_key, identity)]
    pub id: i64,
    pub b: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_terms")
            .then("begin_a_term")
            .table::<Old>()
            .table::<Next>(),
    )
}
