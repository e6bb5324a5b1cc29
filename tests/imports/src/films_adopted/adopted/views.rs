//! Views.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("adopt_views")
        .as_found()
        .view::<OnShelf>()
}

#[derive(View)]
#[view(
    name = "on_shelf",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/on_shelf.sql"),
    no_rules,
)]
pub struct OnShelf {
    pub id: Option<i64>,
    pub title: Option<Varchar<255>>,
}
