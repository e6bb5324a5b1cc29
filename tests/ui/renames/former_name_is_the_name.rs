//! Nothing is renamed from what it is called.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state", renamed_from = "state")]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    New,
}

#[derive(Table)]
#[table(name = "contacts", renamed_from = "contacts", unique(id, kind, name = "both", renamed_from = "both"), no_rules)]
pub struct Contact {
    #[col(primary_key)]
    pub id: Uuid,
    #[col(renamed_from = "kind")]
    pub kind: State,
}

sql_fn! {
    #[function(renamed_from = "counts")]
    pub fn counts() -> bool { "SELECT true" }
}

fn main() {}
