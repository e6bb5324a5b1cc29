use crate::cases::prelude::*;

/// Where somebody lives.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    pub zip: i32,
    pub town: String,
}

/// A person.
#[derive(Composite)]
pub struct Person {
    pub name: String,
    pub home: Address,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub person: Option<Person>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .composite::<Address>()
        .composite::<Person>()
        .table::<User>();
    d.module(module)
}
