use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(check(email_is_address = "public.is_address(VALUE)"))]
pub struct Email(String);


sql_fn! {
    /// Whether it is an address.
    #[function(immutable)]
    pub fn is_address(address: String) -> bool {
        "SELECT address ~ '@'"
    }
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,    pub email: Option<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .function::<is_address>()
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
