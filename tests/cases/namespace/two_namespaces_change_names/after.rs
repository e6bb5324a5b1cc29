use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "t", namespace = "b", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_them")
            .then("turn_around")
            .namespace(NamespaceRule::new("a").renamed_from("b"))
            .namespace(NamespaceRule::new("b").renamed_from("a"))
            .table::<A>(),
    )
}
