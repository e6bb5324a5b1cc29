use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers")]
pub struct Client {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "mail", default = "none")]
    pub email: String,
    pub city: String,
    pub age: Option<i32>,
}

impl TableRules for Client {
    type Columns = ClientColumns;

    fn rules(c: ClientColumns, r: &mut Rules<'_, Self>) {
        r.index(c.email);
        r.check(c.city.ne("x"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .table::<Client>(),
    )
}
