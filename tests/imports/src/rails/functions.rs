//! Functions.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_functions")
        .as_found()
        .function::<logidze_logger>()
}

sql_fn! {
    #[function(language = plpgsql, execute(PUBLIC))]
    pub fn logidze_logger() -> trigger {
        include_str!("sql/logidze_logger.sql")
    }
}
