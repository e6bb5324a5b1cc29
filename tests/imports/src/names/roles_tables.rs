//! Roles tables.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_roles_tables")
        .as_found()
        .table::<Role>()
}

#[derive(Table)]
#[table(name = "roles", no_rules)]
pub struct Role {
    pub id: Option<i32>,
    #[col(name = "Columns")]
    pub columns: Option<String>,
}
