//! What an alias hides, the compiler finds. A column says nothing of its default then; an argument
//! does, since what fits it is not known without its type.

use voxanne_schema::prelude::*;

type Count = u32;

sql_fn! {
    pub fn archive(days_to_keep: Count = 90) -> i64 { "select 1" }
}

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = 0)]
    pub attempts: Count,
}

fn main() {}
