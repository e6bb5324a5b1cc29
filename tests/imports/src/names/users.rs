//! Users.

use voxanne_schema::prelude::*;

use super::elsewhere::{Numeric5_2, TypeType};

pub(crate) fn module() -> Module {
    Module::new("import_users")
        .as_found()
        .table::<User>()
        .table::<UserRow>()
}

#[derive(Table)]
#[table(name = "Users")]
pub struct User {
    #[col(name = "Id", primary_key)]
    pub id: i32,
    #[col(name = "self")]
    pub self_column: Option<String>,
    #[col(name = "Self")]
    pub self_column2: Option<String>,
    #[col(default = sql::<TypeType>(r#"'a-b'::public."Type""#))]
    pub r#type: TypeType,
    #[col(name = "first name")]
    pub first_name2: Option<String>,
    pub first_name: Option<String>,
    #[col(name = "firstName")]
    pub first_name3: Option<String>,
    #[col(name = "1st")]
    pub column_1st: Option<i32>,
    #[col(name = "a\"b")]
    pub a_b: Option<String>,
    #[col(name = "r#type")]
    pub r_number_type: Option<String>,
    /// A long comment that goes on for more than the width of a line of code, so that it has to be
    /// wrapped somewhere in the middle of it, between words, and read as one again.
    #[col(name = "%")]
    pub percent: Option<Numeric5_2>,
    pub émoi: Option<String>,
    pub abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk: Option<String>,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.index((sql::<String>(r#"(("a""b" || 'x'::text))"#).desc(), c.column_1st))
            .filter(c.self_column.is_not_null())
            .named("Users By \"a\"b");
    }
}

#[derive(Table)]
#[table(name = "users", primary_key(id, name = "the key"))]
pub struct UserRow {
    pub id: i32,
    #[col(references = User::id, foreign_key_name = "points at")]
    pub user: Option<i32>,
    #[col(references = UserRow::id)]
    pub other: Option<i32>,
}

impl TableRules for UserRow {
    type Columns = UserRowColumns;

    fn rules(_: UserRowColumns, r: &mut Rules<'_, Self>) {
        r.check(sql::<bool>("other <> id")).named("not itself");
    }
}
