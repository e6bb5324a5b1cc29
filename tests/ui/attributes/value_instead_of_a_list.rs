//! Keys take their columns in parentheses, `execute` its roles.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique = id, no_rules)]
pub struct Contact {
    pub id: Uuid,
}

#[derive(Table)]
#[table(name = "members", primary_key = (org_id, user_id), foreign_key = Contact::id, unique, no_rules)]
pub struct Member {
    pub org_id: Uuid,
    pub user_id: Uuid,
}

sql_fn! {
    #[function(execute = PUBLIC)]
    pub fn one() -> i64 { "select 1" }
}

fn main() {}
