use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "parcels", shared = "a test", no_rules)]
pub struct Parcel {
    #[col(primary_key, identity)]
    pub id: i64,
    pub size: i32,
}

#[derive(View)]
#[view(name = "sizes", query = "SELECT parcels.id, parcels.size FROM public.parcels")]
pub struct Size {
    pub id: i64,
    pub size: i32,
}

impl ViewRules for Size {
    type Columns = SizeColumns;
    fn rules(_: SizeColumns, r: &mut Rules<Self>) {
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_parcels").table::<Parcel>().view::<Size>())
}
