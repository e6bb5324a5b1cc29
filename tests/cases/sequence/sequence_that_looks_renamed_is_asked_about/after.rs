use crate::cases::prelude::*;

#[derive(Sequence)]
pub struct DocumentNo(i64);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .sequence::<DocumentNo>()
        .table::<User>();
    d.module(module)
}
