use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "countries", shared = "a test", no_rules)]
pub struct Country {
    #[col(primary_key)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("drop_cities")
            .table::<Country>(),
    )
}
