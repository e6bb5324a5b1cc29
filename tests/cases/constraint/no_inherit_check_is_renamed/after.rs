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

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.lt(1000))
            .named("cities_are_towns")
            .renamed_from("cities_are_small")
            .no_inherit();
    }
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City), no_rules)]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub country: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("change_checks")
            .table::<City>()
            .table::<Capital>(),
    )
}
