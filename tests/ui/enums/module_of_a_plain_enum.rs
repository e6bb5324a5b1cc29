//! An enum without the derive is no type of PostgreSQL.

use voxanne_schema::prelude::*;

pub enum LeadStatus {
    New,
}

pub fn module() -> Module {
    Module::new("create_contacts").enumeration::<LeadStatus>()
}

fn main() {}
