use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers", no_rules)]
pub struct Client {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .table::<Client>(),
    )
}
