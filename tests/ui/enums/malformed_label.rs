//! A label is a string literal.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    #[pg_enum(label = new)]
    New,
    #[pg_enum("lost")]
    Lost,
}

fn main() {}
