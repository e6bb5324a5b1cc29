use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub mail: Option<i32>,
    pub email: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.email);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>())
}
