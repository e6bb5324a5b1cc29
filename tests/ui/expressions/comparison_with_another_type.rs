//! Both sides of a comparison have the same type.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts")]
pub struct Contact {
    pub attempts: i32,
    pub name: String,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.check(c.attempts.gt("none"));
        r.check(c.name.eq(c.attempts));
        r.check(c.attempts.is_in(["one", "two"]));
    }
}

fn main() {}
