use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
#[sequence(increment = -1)]
pub struct OrderNo(i64);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .sequence::<OrderNo>()
        .table::<User>();
    d.module(module)
}
