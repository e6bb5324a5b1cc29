use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    #[col(renamed_from = "people")]
    pub country: i32,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City), no_rules)]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    #[col(renamed_from = "people")]
    pub country: i32,
    #[col(renamed_from = "country")]
    pub people: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("exchange_names")
            .table::<City>()
            .table::<Capital>(),
    )
}
