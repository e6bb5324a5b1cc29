//! Functions.

use voxanne_schema::prelude::*;

use super::elsewhere::{Anyarray, Anyelement};
use super::film::Actor;

pub(crate) fn module() -> Module {
    Module::new("import_functions")
        .as_found()
        .function::<group_concat>()
        .function::<film_in_stock>()
        .function::<pair>()
        .function::<rewards_report>()
        .function::<twice>()
        .function::<tidy>()
}

sql_fn! {
    #[function(name = "_group_concat", immutable, execute(PUBLIC))]
    pub fn group_concat(_: String, _: String) -> String {
        include_str!("sql/group_concat.sql")
    }
}

sql_fn! {
    #[function(execute(PUBLIC))]
    pub fn film_in_stock(p_film_id: i32, p_store_id: i32, out p_film_count: i32) -> setof record {
        include_str!("sql/film_in_stock.sql")
    }
}

sql_fn! {
    #[function(stable, execute(PUBLIC))]
    pub fn pair(a: Anyelement, variadic rest: Anyarray) -> table(first: Anyelement, others: i64) {
        include_str!("sql/pair.sql")
    }
}

sql_fn! {
    #[function(
        language = plpgsql,
        security_definer,
        strict,
        search_path = "public, pg_temp",
        execute(PUBLIC),
    )]
    pub fn rewards_report(
        min_monthly_purchases: i32 = 7,
        min_dollar: Numeric = sql::<Numeric>("3.50"),
    ) -> setof table Actor {
        include_str!("sql/rewards_report.sql")
    }
}

sql_fn! {
    #[function(immutable, execute(PUBLIC))]
    pub fn twice(_: i32) -> i32 {
        include_str!("sql/twice.sql")
    }
}

sql_fn! {
    #[function(language = plpgsql, execute(PUBLIC))]
    pub fn tidy(inout count: i32) -> procedure {
        include_str!("sql/tidy.sql")
    }
}
