use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "email")]
    pub mail: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.mail);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("keep_one_address").table::<A>())
}
