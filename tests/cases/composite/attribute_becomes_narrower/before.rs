use crate::cases::prelude::*;

/// Where somebody lives.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    pub number: i64,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub home: Option<Address>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .composite::<Address>()
        .table::<User>();
    d.module(module)
}
