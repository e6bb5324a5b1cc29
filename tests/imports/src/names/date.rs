//! Date.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_date")
        .as_found()
        .table::<DateRow>()
}

#[derive(Table)]
#[table(name = "Date", no_rules)]
pub struct DateRow {
    pub at: Option<Date>,
}
