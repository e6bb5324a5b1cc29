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
    pub name: String,
    #[col(unique)]
    pub email: Option<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .then("sort_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
