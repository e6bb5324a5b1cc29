//! The enum has no such label.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    New,
    Lost,
}

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = LeadStatus::Nwe)]
    pub lead_status: LeadStatus,
}

fn main() {}
