use crate::cases::prelude::*;

/// Where letters come by.
#[derive(Domain)]
#[domain()]
pub struct Zip(String);

/// Where somebody lives.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    pub zip: Zip,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub home: Option<Address>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .domain::<Zip>()
        .composite::<Address>()
        .table::<User>();
    d.module(module)
}
