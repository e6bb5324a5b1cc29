use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
pub struct OrderNo(i64);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = nextval::<OrderNo>())]
    pub no: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .sequence::<OrderNo>()
        .table::<User>();
    d.module(module)
}
