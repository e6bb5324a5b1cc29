use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(unique)]
    pub given: String,
    #[col(unique)]
    pub family: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index((c.given, c.family));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>())
}
