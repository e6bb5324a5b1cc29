use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(default = "a@b.c")]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub email: Option<Email>,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
