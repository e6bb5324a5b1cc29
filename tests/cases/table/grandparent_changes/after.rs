use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: Option<i32>,
    #[col(default = 1)]
    pub area: i32,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.check(c.area.gt(0));
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
    #[col(default = 2)]
    pub area: i32,
}

#[derive(Table)]
#[table(name = "seats", shared = "a test", inherits(Capital), no_rules)]
pub struct Seat {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub country: String,
    pub throne: Option<String>,
    #[col(default = 3)]
    pub area: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("add_area")
            .table::<City>()
            .table::<Capital>()
            .table::<Seat>(),
    )
}
