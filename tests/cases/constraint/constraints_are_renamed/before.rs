use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parents", shared = "a test", no_rules)]
pub struct P {
    #[col(primary_key, identity)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "people", shared = "a test", unique(age, parent_id, name = "ages"))]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub age: i32,
    #[col(references = P::id, foreign_key_name = "has_parent")]
    pub parent_id: Option<i64>,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.check(c.age.gt(0)).named("grown");
        r.unique((c.age, c.id)).named("by_age");
        r.index(c.parent_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<P>().table::<A>())
}
