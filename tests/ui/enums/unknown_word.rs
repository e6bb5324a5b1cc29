//! Unknown words, on the enum and on a variant.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(nam = "lead_status_type", label = "x")]
pub enum LeadStatus {
    #[pg_enum(name = "new")]
    New,
}

fn main() {}
