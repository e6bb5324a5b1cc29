use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "members", shared = "a test")]
pub struct M {
    #[col(primary_key, identity)]
    pub id: i64,
    pub name: String,
}

impl TableRules for M {
    type Columns = MColumns;

    fn rules(c: MColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
        r.index(c.name);
    }
}

#[derive(Table)]
#[table(name = "posts", shared = "a test")]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub author: String,
}

impl TableRules for A {
    type Columns = AColumns;

    fn rules(c: AColumns, r: &mut Rules<'_, Self>) {
        r.policy_on(Select).to(READER).using(sql::<bool>(
            "exists (SELECT FROM public.members WHERE members.name = posts.author)",
        ));
        r.index(c.author);
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_members").table::<M>())
        .module(Module::new("create_posts").table::<A>())
}
