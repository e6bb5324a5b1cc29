//! A label of one enum is no label of another.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum LeadStatus {
    New,
    Lost,
}

#[derive(PgEnum)]
pub enum LeadScore {
    Hot,
    Cold,
}

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = LeadScore::Hot)]
    pub lead_status: LeadStatus,
}

fn main() {}
