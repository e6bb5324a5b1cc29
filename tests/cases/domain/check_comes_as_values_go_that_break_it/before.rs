use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Option<Email>,
    pub name: String,
}

/// Teams.
#[derive(Table)]
#[table(name = "teams", shared = "a test", no_rules)]
pub struct Team {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Option<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .domain::<Email>()
        .table::<User>()
        .table::<Team>();
    d.module(module)
}
