//! A struct has no labels.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub struct LeadStatus {
    pub name: String,
}

fn main() {}
