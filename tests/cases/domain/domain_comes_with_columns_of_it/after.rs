use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(collation = "C", check(email_has_at = "VALUE ~ '@'", email_is_short = "char_length(VALUE) < 255"), usage(READER))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
    pub email: Email,
    #[col(default = "work@example.org")]
    pub work: Email,
    pub others: Option<Vec<Email>>,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.email).with("a@b.c");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>();
    d.module(module)
}
