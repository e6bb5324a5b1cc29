use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique, renamed_from = "given")]
    pub family: String,
    #[col(unique, renamed_from = "family")]
    pub given: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index((c.family, c.given));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_people")
            .then("turn_names_around")
            .table::<A>(),
    )
}
