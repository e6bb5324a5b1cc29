use crate::cases::prelude::*;

/// Where somebody lives.
#[derive(Composite)]
pub struct Address {
    pub street: String,
    pub zip: i32,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub home: Option<Address>,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.convert(c.home)
            .from_type::<Address>()
            .with(sql::<Address>("ROW((home).street, right((home).zip::text, 6)::integer)::public.address"))
            .back(sql::<Address>("ROW((home).street, lpad((home).zip::text, 32, '0')::uuid)::public.address_old"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .composite::<Address>()
        .table::<User>();
    d.module(module)
}
