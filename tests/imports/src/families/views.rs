//! Views.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_views")
        .as_found()
        .view::<ViewView>()
}

#[derive(View)]
#[view(
    name = "View",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/view.sql"),
    no_rules,
)]
pub struct ViewView {
    #[col(name = "A")]
    pub a: Option<i32>,
    #[col(name = "b c")]
    pub b_c: Option<String>,
}
