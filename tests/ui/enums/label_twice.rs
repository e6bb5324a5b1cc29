//! Each variant has a label of its own.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    InProgress,
    #[pg_enum(label = "in_progress")]
    Working,
}

fn main() {}
