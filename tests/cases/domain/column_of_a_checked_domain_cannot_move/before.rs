use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(check(email_has_at = "VALUE ~ '@'"))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Email,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
