//! A reference to the table itself names one of its columns.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", unique(org_id, id), foreign_key((org_id, merged_into) => Contact(org_id, uuid)), no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
    pub org_id: Uuid,
    pub merged_into: Uuid,
    #[col(references = Contact::uuid, on_delete = cascade)]
    pub parent: Uuid,
    #[col(references = Self::idd)]
    pub household: Uuid,
}

fn main() {}
