//! No key is inherited: `no_inherit` is a word of checks.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "the same for everybody")]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
    pub number: i64,
}

impl TableRules for Room {
    type Columns = RoomColumns;
    fn rules(c: RoomColumns, r: &mut Rules<'_, Self>) {
        r.unique(c.number).no_inherit();
    }
}

fn main() {}
