use crate::cases::prelude::*;

/// Where somebody is to be found.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    pub town: String,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
    pub home: Option<Address>,
    pub office: Address,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .then("sort_users")
        .composite::<Address>()
        .table::<User>();
    d.module(module)
}
