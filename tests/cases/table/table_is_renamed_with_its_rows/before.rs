use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<Customer>())
}
