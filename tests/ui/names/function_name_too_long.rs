//! PostgreSQL would cut them.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn find_contacts_that_nobody_has_called_back_within_a_reasonable_time() -> i64 { "select 1" }
    #[function(name = "find_contacts_that_nobody_has_called_back_within_a_reasonable_time")]
    pub fn find_contacts(how_many_days_a_contact_has_to_wait_until_it_counts_as_forgotten: i32) -> i64 { "select 1" }
}

fn main() {}
