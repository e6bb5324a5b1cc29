//! Match tables.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_match_tables")
        .as_found()
        .table::<Match>()
}

#[derive(Table)]
#[table(name = "match", no_rules)]
pub struct Match {
    pub r#fn: Option<i32>,
    pub r#impl: Option<i32>,
}
