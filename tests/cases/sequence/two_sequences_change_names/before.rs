use crate::cases::prelude::*;

#[derive(Sequence)]
pub struct OrderNo(i64);

#[derive(Sequence)]
#[sequence(max = 9)]
pub struct OtherNo(i64);

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
        .sequence::<OtherNo>()
        .table::<User>();
    d.module(module)
}
