use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

sql_fn! {
    #[function(stable, search_path = "public")]
    pub fn how_many() -> i64 { "SELECT count(*) FROM customers" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<A>())
        .module(Module::new("create_counting").function::<how_many>())
}
