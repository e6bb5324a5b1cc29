use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub mayor: Option<String>,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.gt(0)).named("cities_have_people");
    }
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City))]
pub struct Capital {
    pub country: String,
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub mayor: Option<String>,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.people).with(1);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("count_capitals")
            .table::<City>()
            .table::<Capital>(),
    )
}
