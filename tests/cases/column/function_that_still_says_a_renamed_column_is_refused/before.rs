use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    pub mail: String,
}

sql_fn! {
    #[function(stable, search_path = "")]
    pub fn addresses() -> setof String { "SELECT mail FROM public.people" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").table::<A>())
        .module(Module::new("create_addresses").function::<addresses>())
}
