//! U637u644u628u627u62a.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_u637u644u628u627u62a")
        .as_found()
        .table::<طلبات>()
}

#[derive(Table)]
#[table(name = "طلبات", unique(رقم, select, name = "قيد"))]
pub struct طلبات {
    /// العدد
    #[col(identity)]
    pub رقم: i64,
    pub select: Option<String>,
    #[col(name = "has \"quotes\"")]
    pub has_quotes: Option<String>,
    #[col(name = "Ünï çödé", default = "ä'ö")]
    pub ünï_çödé: Option<String>,
}

impl TableRules for طلبات {
    type Columns = طلباتColumns;

    fn rules(_: طلباتColumns, r: &mut Rules<'_, Self>) {
        r.index(sql::<String>(r#"lower("select")"#))
            .named("an_index_with_a_name_that_is_just_as_long_as_postgresql_accepts");
    }
}
