//! Views.

use voxanne_schema::prelude::*;

use super::elsewhere::Numeric5_2;

pub(crate) fn module() -> Module {
    Module::new("import_views")
        .as_found()
        .view::<MyView>()
}

#[derive(View)]
#[view(
    name = "my view",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/my_view.sql"),
    no_rules,
)]
pub struct MyView {
    #[col(name = "the id")]
    pub the_id: Option<i32>,
    #[col(name = "%")]
    pub percent: Option<Numeric5_2>,
}
