//! PostgreSQL would cut them; bytes count, not characters.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub a_name_that_is_much_longer_than_the_sixty_three_bytes_that_are_kept: Uuid,
    #[col(name = "größe_größe_größe_größe_größe_größe_größe_größe_größe")]
    pub size: i32,
}

fn main() {}
