use crate::cases::prelude::*;

/// Where somebody lives.
#[derive(Composite)]
#[composite(usage(READER))]
pub struct Address {
    /// With the number of the house.
    pub street: String,
    pub town: String,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
    pub home: Option<Address>,
    #[col(default = sql::<Vec<Address>>("'{}'"))]
    pub others: Vec<Address>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .composite::<Address>()
        .table::<User>();
    d.module(module)
}
