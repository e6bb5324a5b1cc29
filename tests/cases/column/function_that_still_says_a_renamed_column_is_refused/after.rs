use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "people", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "mail")]
    pub email: String,
}

sql_fn! {
    #[function(stable, search_path = "")]
    pub fn addresses() -> setof String { "SELECT mail FROM public.people" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_people").then("spell_out_email").table::<A>())
        .module(Module::new("create_addresses").function::<addresses>())
}
