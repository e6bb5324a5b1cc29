use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

sql_fn! {
    #[function(stable, search_path = "")]
    pub fn everyone() -> setof table A { "SELECT * FROM public.customers" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .table::<A>()
            .function::<everyone>(),
    )
}
