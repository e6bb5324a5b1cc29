//! `removed` names labels in double quotes.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(removed = "lost")]
pub enum LeadStatus {
    New,
}

#[derive(PgEnum)]
#[pg_enum(removed(Lost => New))]
pub enum LeadSource {
    New,
}

fn main() {}
