//! PostgreSQL would cut it.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "a_name_that_is_much_longer_than_the_sixty_three_bytes_that_are_kept", no_rules)]
pub struct Contact {
    pub id: Uuid,
}

fn main() {}
