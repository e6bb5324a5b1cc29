//! Cache.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_cache")
        .as_found()
        .table::<Cache>()
}

#[derive(Table)]
#[table(name = "cache")]
pub struct Cache {
    #[col(primary_key)]
    pub key: String,
    pub value: Option<Bytea>,
    pub expires_at: Option<Timestamptz>,
}

impl TableRules for Cache {
    type Columns = CacheColumns;

    fn rules(_: CacheColumns, r: &mut Rules<'_, Self>) {
        r.unlogged();
    }
}
