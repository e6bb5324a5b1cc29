use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "size")]
pub enum Size {
    Small,
    Medium,
    Big,
}

#[derive(Table)]
#[table(name = "cities", shared = "a test")]
pub struct City {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
    pub people: i32,
    #[col(default = Size::Big)]
    pub size: Size,
}

impl TableRules for City {
    type Columns = CityColumns;

    fn rules(c: CityColumns, r: &mut Rules<'_, Self>) {
        r.check(c.size.ne(Size::Small).or(c.people.gt(1)))
            .named("cities_small");
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
    #[col(default = Size::Small)]
    pub size: Size,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_cities")
            .enumeration::<Size>()
            .table::<City>()
            .table::<Capital>(),
    )
}
