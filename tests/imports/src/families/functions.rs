//! Functions.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_functions")
        .as_found()
        .function::<watch>()
}

sql_fn! {
    #[function(language = plpgsql, execute(PUBLIC))]
    pub fn watch() -> event_trigger {
        include_str!("sql/watch.sql")
    }
}
