use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(not_null, check(email_has_at = "VALUE ~ '@'"))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

/// Teams.
#[derive(Table)]
#[table(name = "teams", shared = "a test", no_rules)]
pub struct Team {
    #[col(primary_key, identity)]
    pub id: i64,
    pub emails: Vec<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>()
        .table::<Team>();
    d.module(module)
}
