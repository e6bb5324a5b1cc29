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
#[table(name = "contacts")]
pub struct Contact {
    pub lead_status: LeadStatus,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.check(c.lead_status.ne(LeadScore::Cold));
        r.check(c.lead_status.ne("lost"));
    }
}

fn main() {}
