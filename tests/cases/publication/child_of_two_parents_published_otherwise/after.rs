use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "cities", shared = "a test", no_rules)]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
}

#[derive(Table)]
#[table(name = "ports", shared = "a test", no_rules)]
pub struct Port {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
}

#[derive(Table)]
#[table(name = "harbours", shared = "a test", inherits(City, Port), no_rules)]
pub struct Harbour {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    pub country: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .then("publish")
            .table::<City>()
            .table::<Port>()
            .table::<Harbour>()
            .publication(
                PublicationRule::new("out")
                    .part_of::<City>(|c, t| t.columns((c.id, c.people)).filter(c.id.gt(1)))
                    .table::<Port>(),
            ),
    )
}
