use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parcels", shared = "a test", no_rules)]
pub struct Parcel {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "size")]
    pub length: i64,
}

sql_fn! {
    #[function(stable, search_path = "")]
    pub fn longest() -> i64 { "SELECT max(length)::bigint FROM public.parcels" }
}

pub fn schema(d: Declaration) -> Declaration {
    let parcels = Module::new("create_parcels").then("measure_lengths");
    d.module(parcels.table::<Parcel>().function::<longest>())
}
