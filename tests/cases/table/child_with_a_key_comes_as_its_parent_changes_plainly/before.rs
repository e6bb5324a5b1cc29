use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules, primary_key(id))]
pub struct City {
    pub id: i64,
    pub name: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .table::<City>(),
    )
}
