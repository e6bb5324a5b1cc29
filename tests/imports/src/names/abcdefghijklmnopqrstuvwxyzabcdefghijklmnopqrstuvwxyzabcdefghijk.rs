//! Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk")
        .as_found()
        .table::<Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk>()
}

#[derive(Table)]
#[table(name = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk", no_rules)]
pub struct Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk {
    #[col(unique)]
    pub abc: Option<i32>,
}
