use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "t", namespace = "a", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_them")
            .namespace("a")
            .namespace("b")
            .table::<A>(),
    )
}
