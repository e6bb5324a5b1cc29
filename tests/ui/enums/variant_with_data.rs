//! A label has no data.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    New,
    Lost(String),
    Booked { at: Timestamptz },
}

fn main() {}
