//! A plain enum is no type of PostgreSQL.

use voxanne_schema::prelude::*;

pub enum Status {
    New,
}

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(default = Status::New)]
    pub status: Status,
}

fn main() {}
