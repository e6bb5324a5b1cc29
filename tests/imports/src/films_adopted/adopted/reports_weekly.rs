//! Reports weekly.

use voxanne_schema::prelude::*;

use super::elsewhere::Numeric4_2;

pub(crate) fn module() -> Module {
    Module::new("adopt_reports_weekly")
        .as_found()
        .table::<Weekly>()
}

#[derive(Table)]
#[table(name = "weekly", namespace = "reports", no_rules)]
pub struct Weekly {
    pub at: Option<Date>,
    pub price: Option<Numeric4_2>,
}
