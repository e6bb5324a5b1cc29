use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
pub struct OrderNo(i64);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
    #[col(default = nextval::<OrderNo>())]
    pub no: i64,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.no).with(nextval::<OrderNo>());
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .sequence::<OrderNo>()
        .table::<User>();
    d.module(module)
}
