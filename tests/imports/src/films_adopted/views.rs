//! Views.

use voxanne_schema::prelude::*;

use super::film::Year;

pub(crate) fn module() -> Module {
    Module::new("import_views")
        .as_found()
        .view::<ActorInfo>()
        .view::<ByYear>()
}

#[derive(View)]
#[view(
    name = "actor_info",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/actor_info.sql"),
    no_rules,
)]
pub struct ActorInfo {
    pub actor_id: Option<i32>,
    pub first_name: Option<Varchar<45>>,
    pub last_name: Option<Varchar<45>>,
    /// by category
    pub film_info: Option<String>,
}

#[derive(View)]
#[view(name = "by_year", materialized, without_data, query = include_str!("sql/by_year.sql"))]
pub struct ByYear {
    pub release_year: Option<Year>,
    pub films: Option<i64>,
}

impl ViewRules for ByYear {
    type Columns = ByYearColumns;

    fn rules(c: ByYearColumns, r: &mut Rules<'_, Self>) {
        r.index(c.release_year).unique();
    }
}
