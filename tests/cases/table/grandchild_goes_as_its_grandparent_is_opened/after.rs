use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(_: CityColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City), no_rules)]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_cities").then("open_cities").table::<City>())
        .module(
            Module::new("create_capitals")
                .then("forget_seats")
                .allow(Hazard::DeletesData, "a test")
                .table::<Capital>(),
        )
}
