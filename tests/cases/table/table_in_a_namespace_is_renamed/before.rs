use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", namespace = "shop", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").namespace("shop").table::<A>())
}
