use crate::cases::prelude::*;

#[derive(Table)]
#[table(
    name = "clients",
    namespace = "shop",
    shared = "a test",
    renamed_from = "customers",
    no_rules
)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .namespace("shop")
            .table::<A>(),
    )
}
