use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(check(email_has_at = "VALUE ~ '@'"))]
pub struct Email(String);

/// An address at work.
#[derive(Domain)]
#[domain(check(work_is_org = "VALUE ~ 'org'"))]
pub struct Work(Email);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Work,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .domain::<Work>()
        .table::<User>();
    d.module(module)
}
