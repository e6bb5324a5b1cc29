//! Table.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_table")
        .as_found()
        .table::<TableRow>()
}

#[derive(Table)]
#[table(name = "Table", no_rules)]
pub struct TableRow {
    #[col(name = "Id", primary_key)]
    pub id: i32,
    #[col(references = TableRow::id)]
    pub table: Option<i32>,
}
