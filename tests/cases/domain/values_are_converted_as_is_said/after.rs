use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
pub struct Email(i64);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Email,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.convert(c.email)
            .from_type::<Email>()
            .with(sql::<Email>("right(email::text, 6)::bigint"))
            .back(sql::<Email>("lpad(email::text, 32, '0')::uuid"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
