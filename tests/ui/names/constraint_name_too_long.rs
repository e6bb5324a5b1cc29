//! PostgreSQL would cut them.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    pub name: String,
}
#[derive(Table)]
#[table(
    name = "contacts",
    unique(org_id, id, name = "contacts_have_an_identifier_of_their_own_in_each_organization_key"),
    no_rules
)]
pub struct Contact {
    #[col(
        references = Organization::id,
        foreign_key_name = "contacts_belong_to_exactly_one_organization_and_die_with_it_fkey"
    )]
    pub org_id: Uuid,
    pub id: Uuid,
}

fn main() {}
