use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules, primary_key(id))]
pub struct City {
    pub id: i64,
    pub name: String,
}

#[derive(Table)]
#[table(name = "capitals", shared = "a test", no_rules, primary_key(id))]
pub struct Capital {
    pub id: i64,
    pub name: String,
    pub country: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .table::<City>()
            .table::<Capital>(),
    )
}
