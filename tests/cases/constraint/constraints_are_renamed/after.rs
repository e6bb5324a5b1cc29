use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parents", shared = "a test", no_rules)]
pub struct P {
    #[col(primary_key, identity)]
    pub id: i64,
}

#[derive(Table)]
#[table(
    name = "people",
    shared = "a test",
    unique(age, parent_id, name = "all_ages", renamed_from = "ages")
)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub age: i32,
    #[col(references = P::id, foreign_key_name = "knows_parent", foreign_key_renamed_from = "has_parent")]
    pub parent_id: Option<i64>,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.check(c.age.gt(0)).named("born").renamed_from("grown");
        r.unique((c.age, c.id))
            .named("sorted_by_age")
            .renamed_from("by_age");
        r.index(c.parent_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_people")
            .then("name_constraints")
            .table::<P>()
            .table::<A>(),
    )
}
