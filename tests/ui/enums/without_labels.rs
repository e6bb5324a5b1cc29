//! An enum has at least one label.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {}

fn main() {}
