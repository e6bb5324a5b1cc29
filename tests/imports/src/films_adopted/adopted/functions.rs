//! Functions.

use voxanne_schema::prelude::*;

use super::inventory::Shelf;

pub(crate) fn module() -> Module {
    Module::new("adopt_functions")
        .as_found()
        .function::<shelved>()
}

sql_fn! {
    #[function(stable, execute(PUBLIC))]
    pub fn shelved(_: Shelf) -> i64 {
        include_str!("sql/shelved.sql")
    }
}
