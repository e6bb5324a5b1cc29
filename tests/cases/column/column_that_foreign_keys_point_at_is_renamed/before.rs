use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parents", shared = "a test", no_rules)]
pub struct P {
    #[col(primary_key)]
    pub key: i64,
}

#[derive(Table)]
#[table(name = "children", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = P::key)]
    pub parent: i64,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.parent);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_parents").table::<P>().table::<A>())
}
