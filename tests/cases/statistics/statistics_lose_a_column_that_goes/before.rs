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

    fn rules(c: PlaceColumns, r: &mut Rules<'_, Self>) {
        r.statistics((c.city, c.country, c.visits)).named("of_places");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_places").table::<Place>())
}
