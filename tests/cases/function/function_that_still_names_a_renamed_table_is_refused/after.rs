use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers", no_rules)]
pub struct A {
    #[col(primary_key, identity)]
    pub id: i64,
}

sql_fn! {
    #[function(stable, search_path = "public")]
    pub fn how_many() -> i64 { "SELECT count(*) FROM customers" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .table::<A>(),
    )
    .module(Module::new("create_counting").function::<how_many>())
}
