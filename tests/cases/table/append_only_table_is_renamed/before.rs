use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "events", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub what: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.append_only();
        r.index(c.what);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_events").table::<A>())
}
