//! Functions.

use voxanne_schema::prelude::*;

use super::roles::READER;

pub(crate) fn module() -> Module {
    Module::new("import_functions")
        .as_found()
        .function::<is_member>()
}

sql_fn! {
    #[function(namespace = "private", stable, security_definer, search_path = "", execute(READER))]
    pub fn is_member(org: Uuid) -> bool {
        include_str!("sql/is_member.sql")
    }
}
