//! A former name is a name: not empty, and not longer than PostgreSQL keeps.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", renamed_from = "", no_rules)]
pub struct Contact {
    #[col(primary_key, renamed_from = "a_name_that_is_much_longer_than_the_sixty_three_bytes_that_are_kept")]
    pub id: Uuid,
}

fn main() {}
