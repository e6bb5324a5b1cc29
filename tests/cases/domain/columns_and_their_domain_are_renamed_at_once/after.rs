use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(name = "address", renamed_from = "email", check(email_has_at = "VALUE ~ '@'", email_is_short = "char_length(VALUE) < 99"))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "email")]
    pub mail: Email,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
