use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", renamed_from = "clients", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_customers")
            .table::<A>(),
    )
}
