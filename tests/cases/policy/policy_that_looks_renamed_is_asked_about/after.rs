use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.policy("readers_see")
            .on(Select)
            .to(READER)
            .using(c.name.ne("x"));
        r.index(c.name);
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("forget_a_rename").table::<A>())
}
