//! PostgreSQL refuses it.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    #[pg_enum(label = "waiting_for_a_call_back_from_the_clinic_after_the_second_attempt")]
    Waiting,
    New,
}

fn main() {}
