use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "buyers", shared = "a test", renamed_from = "customers", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers", no_rules)]
pub struct B {
    #[col(primary_key, identity)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("more")
            .table::<A>()
            .table::<B>(),
    )
}
