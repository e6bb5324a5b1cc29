//! No such types are in scope. What stands inside of another type is told twice: in the field itself
//! rustc proposes a type parameter, and nowhere else.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub org_id: Option<Uid>,
    pub tags: Vec<Label>,
    pub note: Txt,
}

fn main() {}
