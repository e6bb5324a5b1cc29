//! Functions.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_functions")
        .as_found()
        .function::<both_ways>()
        .function::<now_fn>()
        .function::<select>()
        .function::<select2>()
}

sql_fn! {
    #[function(execute(PUBLIC))]
    pub fn both_ways(seen: i32) -> table(seen_twice: i32, total: i64) {
        include_str!("sql/both_ways.sql")
    }
}

sql_fn! {
    #[function(name = "now", immutable, execute(PUBLIC))]
    pub fn now_fn() -> i32 {
        include_str!("sql/now_fn.sql")
    }
}

sql_fn! {
    #[function(execute(PUBLIC))]
    pub fn select(r#type: i32, _: i32 = 2) -> i32 {
        include_str!("sql/select.sql")
    }
}

sql_fn! {
    #[function(name = "select", execute(PUBLIC))]
    pub fn select2(r#type: String) -> String {
        include_str!("sql/select2.sql")
    }
}
