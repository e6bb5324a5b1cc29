use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "places", shared = "a test")]
pub struct Place {
    #[col(primary_key, identity)]
    pub id: i64,
    pub city: String,
    pub country: String,
    pub visits: i32,
}

impl TableRules for Place {
    type Columns = PlaceColumns;

    fn rules(_: PlaceColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_places").table::<Place>())
}
