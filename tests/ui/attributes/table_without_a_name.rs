//! Nobody guesses the name of a table.

use voxanne_schema::prelude::*;

#[derive(Table)]
pub struct AuditLog {
    pub id: Uuid,
}

fn main() {}
