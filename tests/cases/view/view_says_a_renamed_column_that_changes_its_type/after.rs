use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parcels", shared = "a test", no_rules)]
pub struct Parcel {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "size")]
    pub length: i64,
}

#[derive(View)]
#[view(name = "sizes", query = "SELECT parcels.id, parcels.length AS size FROM public.parcels")]
pub struct Size {
    pub id: i64,
    pub size: i64,
}

impl ViewRules for Size {
    type Columns = SizeColumns;
    fn rules(_: SizeColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_parcels").then("measure_lengths").table::<Parcel>().view::<Size>())
}
