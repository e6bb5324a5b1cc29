//! Schema migrations.

use voxanne_schema::prelude::*;

use super::elsewhere::VarcharType;

pub(crate) fn module() -> Module {
    Module::new("import_schema_migrations")
        .as_found()
        .table::<SchemaMigration>()
}

#[derive(Table)]
#[table(name = "schema_migrations", no_rules)]
pub struct SchemaMigration {
    #[col(primary_key)]
    pub version: VarcharType,
}
