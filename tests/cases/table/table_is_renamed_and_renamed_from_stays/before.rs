use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers", no_rules)]
pub struct Client {
    #[col(primary_key, identity)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_clients").table::<Client>())
}
