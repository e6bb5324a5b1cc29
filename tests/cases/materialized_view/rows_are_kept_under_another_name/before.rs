use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub mail: String,
    pub age: i32,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.index(c.age);
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(
    name = "ages",
    query = "SELECT age, count(*) AS people FROM public.people GROUP BY age",
    materialized
)]
pub struct V {
    pub age: i32,
    pub people: i64,
}

impl ViewRules for V {
    type Columns = VColumns;

    fn rules(c: VColumns, r: &mut Rules<'_, Self>) {
        r.index(c.age).unique();
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>().view::<V>())
}
