//! Labels that are removed and still there, removed twice, or given to variants that do not exist.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(removed("new" => Open, "lost" => Close, "gone"), removed("gone"))]
pub enum LeadStatus {
    New,
    Open,
    Closed,
}

fn main() {}
