use crate::cases::prelude::*;

/// An address that mail can be sent to.
#[derive(Domain)]
#[domain(usage(WRITER))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Email,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
