use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    #[col(references = Capital::id)]
    pub capital_id: Option<i64>,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(City), no_rules)]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub capital_id: Option<i64>,
    pub country: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_rooms")
            .then("build_cities")
            .table::<Room>()
            .table::<City>()
            .table::<Capital>(),
    )
}
