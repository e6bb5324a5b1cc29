//! Option.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_option")
        .as_found()
        .table::<OptionRow>()
}

#[derive(Table)]
#[table(name = "Option", no_rules)]
pub struct OptionRow {
    #[col(name = "Vec")]
    pub vec: Option<Vec<String>>,
    #[col(name = "String")]
    pub string: Option<String>,
    #[col(name = "Box")]
    pub r#box: Option<i32>,
}
