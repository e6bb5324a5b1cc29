//! An enum of PostgreSQL has no generics.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus<T> {
    New(T),
}

fn main() {}
