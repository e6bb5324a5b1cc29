use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(check(email_is_address = "VALUE ~ '@'", email_is_short = "char_length(VALUE) < 100"))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub emails: Vec<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
