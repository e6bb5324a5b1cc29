//! What compares with the narrowed type compares with the domain, and nothing else.

use voxanne_schema::prelude::*;

#[derive(Domain)]
pub struct Email(String);

#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key)]
    pub id: i64,
    pub email: Email,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.check(c.email.ne("a@b.c"));
        r.check(c.email.ne(3));
    }
}

fn main() {}
