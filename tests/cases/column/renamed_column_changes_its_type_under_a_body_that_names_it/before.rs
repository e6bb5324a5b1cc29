use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parcels", shared = "a test", no_rules)]
pub struct Parcel {
    #[col(primary_key, identity)]
    pub id: i64,
    pub size: i32,
}

sql_fn! {
    #[function(stable, search_path = "")]
    pub fn longest() -> i64 { "SELECT max(size)::bigint FROM public.parcels" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_parcels").table::<Parcel>().function::<longest>())
}
