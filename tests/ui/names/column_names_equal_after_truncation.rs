//! What PostgreSQL keeps of both is the same.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    pub the_moment_at_which_the_contact_was_last_called_by_the_receptionist_in_person: Timestamptz,
    pub the_moment_at_which_the_contact_was_last_called_by_the_receptionist_on_duty: Timestamptz,
}

fn main() {}
